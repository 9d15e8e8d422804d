import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;

/**
 * Run by the build: puts the classes of LuaJ that we use beside our own. One method is replaced on
 * the way, since it prints a double as if it were a float: LuaDouble.tojstring asks our
 * NumberFormat instead.
 *
 * <p>Arguments: the jar of LuaJ, the folder of classes.
 */
final class InlineLuaJ {
  private static final String PACKAGE = "org/luaj/vm2/";
  private static final ClassDesc DOUBLE = ClassDesc.of("org.luaj.vm2.LuaDouble");
  private static final ClassDesc FORMAT = ClassDesc.of("org.llmspell.lua.lib.NumberFormat");

  public static void main(String[] args) throws Exception {
    Path target = Path.of(args[1]);
    try (var jar = new JarFile(args[0])) {
      for (var entry : jar.stream().filter(e -> isWanted(e.getName())).toList()) {
        Path file = target.resolve(entry.getName());
        if (Files.exists(file)) {
          continue;
        }
        Files.createDirectories(file.getParent());
        byte[] bytes;
        try (var in = jar.getInputStream(entry)) {
          bytes = in.readAllBytes();
        }
        boolean patched = entry.getName().equals(PACKAGE + "LuaDouble.class");
        Files.write(file, patched ? patch(bytes) : bytes);
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
            "lib/[^/]+Function\\.class|lib/(BaseLib|Bit32Lib|DebugLib|LibFunction|ResourceFinder).*");
  }

  private static byte[] patch(byte[] bytes) {
    var file = ClassFile.of();
    return file.transformClass(
        file.parse(bytes),
        ClassTransform.transformingMethods(
            method -> method.methodName().equalsString("tojstring"),
            (builder, element) -> {
              if (element instanceof CodeModel) {
                builder.withCode(InlineLuaJ::print);
              } else {
                builder.with(element);
              }
            }));
  }

  private static void print(CodeBuilder code) {
    code.aload(0)
        .getfield(DOUBLE, "v", ConstantDescs.CD_double)
        .invokestatic(
            FORMAT, "toLua", MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_double))
        .areturn();
  }
}
