import java.io.IOException;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Run by the build, after the classes of LuaJ were put beside ours: brings them from the class file
 * format of Java 1.3 to that of Java 8, with the stack maps that this asks for. The JVM keeps no
 * older class in its AOT cache and checks older ones with its old, slow verifier; both cost time at
 * every start.
 *
 * <p>Argument: the folder of classes.
 */
final class RaiseClassVersion {

  private RaiseClassVersion() {}

  /** Rewrites every class that is older than Java 8. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files = walk.filter(file -> file.toString().endsWith(".class")).toList();
    }
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      var format =
          ClassFile.of(
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)),
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
      for (Path file : files) {
        var model = format.parse(Files.readAllBytes(file));
        if (model.majorVersion() < ClassFile.JAVA_8_VERSION) {
          Files.write(file, format.transformClass(model, RAISE));
        }
      }
    }
  }

  /** The version is an element of a class; that each body is rebuilt makes its stack map. */
  private static final ClassTransform RAISE =
      ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
          .andThen((builder, element) -> {
            ClassElement part =
                element instanceof ClassFileVersion
                    ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                    : element;
            builder.with(part);
          });
}
