package org.llmspell.verify;

import java.lang.classfile.Attributes;
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
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PermissionUse;

/**
 * Looks into one class file. Whatever a class can call is in its constant pool; the code is read to
 * find out which method calls it, and whether it is code at all.
 */
final class ClassScan {
  private static final Pattern CLASS_NAME = Pattern.compile("[a-z]+(?:[./][\\w$]+)+");
  private static final int LONGEST_NAME = 100;
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");
  private static final ClassFile READER =
      ClassFile.of(
          ClassFile.DebugElementsOption.DROP_DEBUG, ClassFile.LineNumbersOption.DROP_LINE_NUMBERS);

  /** A member of a class that something is needed for. */
  private record Hit(@Nullable Rule sure, @Nullable Rule byArguments, MemberRefEntry member) {}

  private final Rules rules;
  private final Uses uses;
  private final String entry;
  private final ClassModel model;
  private final String className;
  private final Map<String, Hit> hits = new HashMap<>();
  private final Set<String> placed = new HashSet<>();

  private ClassScan(Rules rules, Uses uses, String entry, ClassModel model) {
    this.rules = rules;
    this.uses = uses;
    this.entry = entry;
    this.model = model;
    this.className = model.thisClass().asInternalName().replace('/', '.');
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
      String why = e.getMessage() == null ? "" : ": " + e.getMessage().lines().findFirst().orElse("");
      throw new RefusedException(
          "entry '%s' is no valid class%s".formatted(EntryNames.printable(entry), why));
    }
  }

  private void scan() throws RefusedException {
    uses.ownClass(model.thisClass().asInternalName());
    for (PoolEntry each : model.constantPool()) {
      if (each instanceof MemberRefEntry member) {
        member(member);
      } else if (each instanceof StringEntry text) {
        text(text.stringValue());
      }
    }
    supertypes();
    for (MethodModel method : model.methods()) {
      method(method);
    }
    for (Hit hit : hits.values()) {
      if (placed.add(key(hit.member))) {
        report(hit, className, "refers to");
      }
    }
  }

  private void member(MemberRefEntry member) {
    String owner = member.owner().asInternalName();
    if (owner.startsWith("[")) {
      return;
    }
    String name = member.name().stringValue();
    String type = member.type().stringValue();
    Rule sure = rules.find(owner, name, type).orElse(null);
    Rule byArguments =
        sure == null && type.startsWith("(")
            ? rules.byArguments(owner, name, type).orElse(null)
            : null;
    if (sure != null || byArguments != null) {
      hits.put(key(member), new Hit(sure, byArguments, member));
    }
  }

  private static String key(MemberRefEntry member) {
    return member.owner().asInternalName()
        + '.'
        + member.name().stringValue()
        + member.type().stringValue();
  }

  /** A text that is the name of a class. */
  private void text(String text) throws RefusedException {
    if (text.length() <= LONGEST_NAME && CLASS_NAME.matcher(text).matches()) {
      named(text.replace('.', '/'), className);
    }
  }

  private void named(String owner, String where) throws RefusedException {
    Optional<Rule> rule = rules.naming(owner);
    if (rule.isPresent() && !owner.equals(model.thisClass().asInternalName())) {
      uses.name(
          new PermissionUse(
              rule.get().permission(), where, "names " + owner.replace('/', '.'), entry));
    }
  }

  private void supertypes() {
    model.superclass().ifPresent(type -> supertype(type, "extends"));
    model.interfaces().forEach(type -> supertype(type, "implements"));
  }

  private void supertype(ClassEntry type, String verb) {
    String owner = type.asInternalName();
    rules
        .find(owner, "extends", "")
        .ifPresent(rule ->
            uses.add(
                new PermissionUse(
                    rule.permission(), className, verb + " " + owner.replace('/', '.'), entry),
                rule.reason()));
  }

  private void method(MethodModel method) throws RefusedException {
    String where = className + "." + name(method.methodName().stringValue()) + "()";
    if (method.flags().has(AccessFlag.NATIVE)) {
      uses.add(
          new PermissionUse(Permission.NATIVE, where, "is a native method", entry), "");
    }
    var code = method.findAttribute(Attributes.code());
    if (code.isEmpty() && !method.flags().has(AccessFlag.NATIVE)
        && !method.flags().has(AccessFlag.ABSTRACT)) {
      throw new RefusedException(
          "entry '%s' is no valid class: its method %s has no code"
              .formatted(EntryNames.printable(entry), where));
    }
    if (method.code().isPresent()) {
      for (CodeElement element : method.code().get()) {
        element(element, where);
      }
    }
  }

  private static String name(String method) {
    Matcher lambda = LAMBDA.matcher(method);
    return lambda.matches() ? lambda.group(1) : method;
  }

  private void element(CodeElement element, String where) throws RefusedException {
    switch (element) {
      case InvokeInstruction call -> place(call.method(), where, "calls");
      case FieldInstruction access -> place(access.field(), where, "uses");
      case InvokeDynamicInstruction dynamic -> {
        handle(dynamic.invokedynamic().bootstrap().bootstrapMethod(), where);
        for (var argument : dynamic.invokedynamic().bootstrap().arguments()) {
          constant(argument, where);
        }
      }
      case ConstantInstruction.LoadConstantInstruction load -> {
        constant(load.constantEntry(), where);
        if (load.constantEntry() instanceof ClassEntry type) {
          named(type.asInternalName(), where);
        }
      }
      default -> {}
    }
  }

  private void constant(LoadableConstantEntry constant, String where)
      throws RefusedException {
    if (constant instanceof MethodHandleEntry handle) {
      handle(handle, where);
    } else if (constant instanceof ConstantDynamicEntry dynamic) {
      handle(dynamic.bootstrap().bootstrapMethod(), where);
      for (LoadableConstantEntry argument : dynamic.bootstrap().arguments()) {
        // What lies deeper is found in the constant pool, without its method.
        if (argument instanceof MethodHandleEntry inner) {
          handle(inner, where);
        }
      }
    }
  }

  private void handle(MethodHandleEntry handle, String where) throws RefusedException {
    place(handle.reference(), where, "refers to");
  }

  private void place(MemberRefEntry member, String where, String verb)
      throws RefusedException {
    if (hits.isEmpty()) {
      return;
    }
    Hit hit = hits.get(key(member));
    if (hit != null) {
      placed.add(key(member));
      report(hit, where, verb);
    }
  }

  private void report(Hit hit, String where, String verb) throws RefusedException {
    Rule rule = hit.sure != null ? hit.sure : hit.byArguments;
    if (rule == null) {
      return;
    }
    String owner = hit.member.owner().asInternalName();
    String name = hit.member.name().stringValue();
    String type = owner.replace('/', '.');
    String what =
        name.equals("<init>") ? "creates a " + type : "%s %s.%s".formatted(verb, type, name);
    var use = new PermissionUse(rule.permission(), where, what, entry);
    if (hit.sure != null) {
      uses.add(use, rule.reason());
    } else {
      uses.unlessOwn(owner, use);
    }
  }
}
