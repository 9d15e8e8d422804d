import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.JarFile;

/**
 * Run by the build: puts the classes of LuaJ that we use beside our own, with two changes. Four
 * methods ask us instead: LuaDouble.tojstring, which prints a double as if it were a float, and the
 * remainder and the power, which are not exact. And the nested classes of the parser are no longer
 * private, so that our parser can extend it.
 *
 * <p>Arguments: the jar of LuaJ, the folder of classes.
 */
final class InlineLuaJ {
  private static final String PACKAGE = "org/luaj/vm2/";
  private static final ClassDesc DOUBLE = ClassDesc.of("org.luaj.vm2.LuaDouble");
  private static final ClassDesc NUMBER = ClassDesc.of("org.luaj.vm2.LuaNumber");
  private static final ClassDesc ARITHMETIC = ClassDesc.of("org.llmspell.lua.lib.Arithmetic");
  private static final MethodTypeDesc OF_TWO = MethodTypeDesc.ofDescriptor("(DD)D");
  private static final ClassDesc FORMAT = ClassDesc.of("org.llmspell.lua.lib.NumberFormat");

  public static void main(String[] args) throws Exception {
    Path target = Path.of(args[1]);
    try (var jar = new JarFile(args[0])) {
      for (var entry : jar.stream().filter(e -> isWanted(e.getName())).toList()) {
        Path file = target.resolve(entry.getName());
        byte[] bytes;
        try (var in = jar.getInputStream(entry)) {
          bytes = changed(entry.getName(), in.readAllBytes());
        }
        if (!Files.exists(file) || !Arrays.equals(bytes, Files.readAllBytes(file))) {
          Files.createDirectories(file.getParent());
          Files.write(file, bytes);
        }
      }
    }
  }

  /** The virtual machine, the compiler and the basic libraries; nothing that reaches Java. */
  private static boolean isWanted(String name) {
    if (!name.startsWith(PACKAGE) || !name.endsWith(".class")) {
      return false;
    }
    String rest = name.substring(PACKAGE.length());
    int slash = rest.indexOf('/');
    return slash < 0
        || rest.startsWith("compiler/")
        || rest.matches(
            "lib/[^/]+Function\\.class|lib/(BaseLib|Bit32Lib|DebugLib|LibFunction|MathLib|ResourceFinder).*");
  }

  private static byte[] changed(String name, byte[] bytes) {
    return switch (name.substring(PACKAGE.length())) {
      case "LuaDouble.class" ->
          with(
              bytes,
              Map.of(
                  "tojstring()Ljava/lang/String;", InlineLuaJ::print,
                  "dmod_d(DD)D", code -> compute(code, "mod").dreturn(),
                  "dmod(DD)Lorg/luaj/vm2/LuaValue;",
                      code ->
                          compute(code, "mod")
                              .invokestatic(
                                  DOUBLE,
                                  "valueOf",
                                  MethodTypeDesc.of(NUMBER, ConstantDescs.CD_double))
                              .areturn()));
      case "lib/MathLib.class" ->
          with(bytes, Map.of("dpow_d(DD)D", code -> compute(code, "pow").dreturn()));
      case String file when file.startsWith("compiler/LexState") -> withOpenNestedClasses(bytes);
      default -> bytes;
    };
  }

  private static CodeBuilder compute(CodeBuilder code, String operation) {
    return code.dload(0).dload(2).invokestatic(ARITHMETIC, operation, OF_TWO);
  }

  private static byte[] withOpenNestedClasses(byte[] bytes) {
    var file = ClassFile.of();
    return file.transformClass(
        file.parse(bytes),
        (builder, element) ->
            builder.with(
                element instanceof InnerClassesAttribute nested
                    ? InnerClassesAttribute.of(
                        nested.classes().stream().map(InlineLuaJ::opened).toList())
                    : element));
  }

  private static InnerClassInfo opened(InnerClassInfo nested) {
    return InnerClassInfo.of(
        nested.innerClass(),
        nested.outerClass(),
        nested.innerName(),
        nested.flagsMask() & ~ClassFile.ACC_PRIVATE);
  }

  /** Replaces methods, which are named with their descriptors. */
  private static byte[] with(byte[] bytes, Map<String, Consumer<CodeBuilder>> bodies) {
    var file = ClassFile.of();
    var found = new HashSet<String>();
    byte[] result =
        file.transformClass(
            file.parse(bytes),
            (builder, element) -> {
              String name =
                  element instanceof MethodModel method
                      ? method.methodName().stringValue() + method.methodType().stringValue()
                      : "";
              var body = bodies.get(name);
              if (body == null) {
                builder.with(element);
                return;
              }
              found.add(name);
              builder.transformMethod(
                  (MethodModel) element,
                  (methodBuilder, part) -> {
                    if (part instanceof CodeModel) {
                      methodBuilder.withCode(body);
                    } else {
                      methodBuilder.with(part);
                    }
                  });
            });
    if (!found.equals(bodies.keySet())) {
      throw new IllegalStateException("Not found in LuaJ: " + bodies.keySet() + " but " + found);
    }
    return result;
  }

  private static void print(CodeBuilder code) {
    code.aload(0)
        .getfield(DOUBLE, "v", ConstantDescs.CD_double)
        .invokestatic(
            FORMAT, "toLua", MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_double))
        .areturn();
  }
}
