package org.llmspell.verify;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantDynamicEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PermissionUse;

/**
 * Looks into one class file. Whatever a class can call is in its constant pool, so all of that is
 * judged; the code is read only to say which method it is that does it.
 */
final class ClassScan {
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");
  private static final ClassFile READER =
      ClassFile.of(
          ClassFile.DebugElementsOption.DROP_DEBUG, ClassFile.LineNumbersOption.DROP_LINE_NUMBERS);

  /** A member of the constant pool; classes of files may have the same one twice. */
  private record Member(String owner, String name, String type) {
    static Member of(MemberRefEntry entry) {
      return new Member(
          entry.owner().asInternalName(), entry.name().stringValue(), entry.type().stringValue());
    }
  }

  /**
   * A member that a rule is about; {@code sure} is false when that depends on whose class it is.
   */
  private record Hit(Rule rule, boolean sure) {}

  private final Rules rules;
  private final Uses uses;
  private final String entry;
  private final ClassModel model;
  private final String className;

  /** What there is a rule for and whose place is not known yet. */
  private final Map<Member, Hit> hits = new LinkedHashMap<>();

  private final Map<Member, Hit> unplaced = new LinkedHashMap<>();

  private ClassScan(Rules rules, Uses uses, String entry, ClassModel model) {
    this.rules = rules;
    this.uses = uses;
    this.entry = entry;
    this.model = model;
    this.className = dots(model.thisClass().asInternalName());
  }

  /**
   * Looks into a class.
   *
   * @param entry where it is, for messages
   */
  static void scan(byte[] bytes, String entry, Rules rules, Uses uses) throws RefusedException {
    try {
      new ClassScan(rules, uses, entry, READER.parse(bytes)).scan();
    } catch (RuntimeException e) {
      // The JDK's reader throws what it likes for what is no class.
      String message = e.getMessage() == null ? "" : ": " + EntryNames.printable(e.getMessage());
      throw new RefusedException(
          "entry '%s' is no valid class%s".formatted(EntryNames.printable(entry), message));
    }
  }

  private static String dots(String internalName) {
    return EntryNames.printable(internalName.replace('/', '.'));
  }

  private void scan() throws RefusedException {
    uses.ownClass(model.thisClass().asInternalName());
    for (PoolEntry each : model.constantPool()) {
      if (each instanceof MemberRefEntry member) {
        judge(Member.of(member));
      }
    }
    model.superclass().ifPresent(type -> supertype(type, "extends"));
    model.interfaces().forEach(type -> supertype(type, "implements"));
    for (MethodModel method : model.methods()) {
      String where = className + "." + name(method.methodName().stringValue()) + "()";
      if (method.flags().has(AccessFlag.NATIVE)) {
        uses.add(new PermissionUse(Permission.NATIVE, where, "is a native method", entry));
      }
      if (!hits.isEmpty() && method.code().isPresent()) {
        for (CodeElement element : method.code().get()) {
          element(element, where);
        }
      }
    }
    for (var hit : unplaced.entrySet()) {
      report(hit.getKey(), hit.getValue(), className, "refers to");
    }
  }

  private void judge(Member member) {
    if (member.owner.startsWith("[")) {
      return; // the members of arrays are those of Object
    }
    Rule rule = rules.find(member.owner, member.name, member.type);
    boolean sure = rule != null;
    if (rule == null && member.type.startsWith("(")) {
      rule = rules.byArguments(member.owner, member.type).orElse(null);
    }
    if (rule != null) {
      hits.put(member, new Hit(rule, sure));
      unplaced.put(member, new Hit(rule, sure));
    }
  }

  private void supertype(ClassEntry type, String verb) {
    Rule rule = rules.find(type.asInternalName(), Rules.EXTENDS, "");
    if (rule != null) {
      tell(rule, className, verb + " " + dots(type.asInternalName()));
    }
  }

  private static String name(String method) {
    Matcher lambda = LAMBDA.matcher(method);
    return EntryNames.printable(lambda.matches() ? lambda.group(1) : method);
  }

  private void element(CodeElement element, String where) throws RefusedException {
    switch (element) {
      case InvokeInstruction call -> place(call.method(), where, "calls");
      case FieldInstruction access -> place(access.field(), where, "uses");
      case InvokeDynamicInstruction dynamic -> {
        var bootstrap = dynamic.invokedynamic().bootstrap();
        place(bootstrap.bootstrapMethod().reference(), where, "refers to");
        constants(bootstrap.arguments(), where);
      }
      case ConstantInstruction.LoadConstantInstruction load ->
          constants(List.of(load.constantEntry()), where);
      default -> {}
    }
  }

  /** What lies deeper in constants is reported without its method. */
  private void constants(List<? extends LoadableConstantEntry> constants, String where)
      throws RefusedException {
    for (LoadableConstantEntry constant : constants) {
      if (constant instanceof MethodHandleEntry handle) {
        place(handle.reference(), where, "refers to");
      } else if (constant instanceof ConstantDynamicEntry dynamic) {
        place(dynamic.bootstrap().bootstrapMethod().reference(), where, "refers to");
      }
    }
  }

  private void place(MemberRefEntry reference, String where, String verb) throws RefusedException {
    Member member = Member.of(reference);
    Hit hit = hits.get(member);
    if (hit != null) {
      unplaced.remove(member);
      report(member, hit, where, verb);
    }
  }

  private void report(Member member, Hit hit, String where, String verb) throws RefusedException {
    String type = dots(member.owner);
    String what =
        member.name.equals("<init>")
            ? "creates a " + type
            : "%s %s.%s".formatted(verb, type, EntryNames.printable(member.name));
    Permission permission = hit.rule.permission();
    if (hit.sure || permission == null) {
      tell(hit.rule, where, what);
    } else {
      uses.unlessOwn(member.owner, new PermissionUse(permission, where, what, entry));
    }
  }

  private void tell(Rule rule, String where, String what) {
    @Nullable Permission permission = rule.permission();
    if (permission == null) {
      uses.forbid("%s %s, which no plugin may do: %s".formatted(where, what, rule.reason()));
    } else {
      uses.add(new PermissionUse(permission, where, what, entry));
    }
  }
}
