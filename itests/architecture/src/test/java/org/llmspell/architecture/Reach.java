package org.llmspell.architecture;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what classes reach out to without a guard: everything that a class refers to is in its
 * constant pool, method references and lambdas included.
 */
final class Reach {

  /** Members, as {@code owner.name:descriptor}. */
  private static final Pattern MEMBERS =
      Pattern.compile(
          String.join(
              "|",
              // files
              "java/nio/file/(Files|FileSystems|FileSystem|DirectoryStream|SecureDirectoryStream)\\..*",
              "java/nio/file/Path\\.(toRealPath|toFile|register):.*",
              "java/nio/channels/(FileChannel|AsynchronousFileChannel)\\.(open|map):.*",
              "[^:]*:.*Ljava/io/File;.*",
              "java/io/(File|FileInputStream|FileOutputStream|FileReader|FileWriter|RandomAccessFile)\\..*",
              "java/(io/(PrintStream|PrintWriter)|util/Formatter)\\.<init>:\\(Ljava/lang/String;.*",
              "java/util/Scanner\\.<init>:\\(Ljava/nio/file/Path;.*",
              "java/util/(zip/ZipFile|jar/JarFile)\\..*",
              "javax/imageio/stream/File.*",
              // network
              "java/net/(Socket|ServerSocket|DatagramSocket|MulticastSocket|URLConnection|HttpURLConnection|NetworkInterface)\\..*",
              "java/net/URL\\.(openConnection|openStream|getContent):.*",
              "java/net/InetAddress\\.(getByName|getAllByName|getLocalHost|isReachable):.*",
              "java/net/http/.*",
              "java/nio/channels/(SocketChannel|ServerSocketChannel|DatagramChannel|AsynchronousSocketChannel|AsynchronousServerSocketChannel)\\..*",
              "javax/net/(ssl/)?(SSL)?(Server)?SocketFactory\\.getDefault:.*",
              "javax/naming/.*",
              // processes
              "java/lang/(ProcessBuilder|Process|ProcessHandle)\\..*",
              "java/lang/Runtime\\.(exec|exit|halt|load|loadLibrary|addShutdownHook):.*",
              "java/awt/Desktop\\..*",
              // environment
              "java/lang/System\\.(getenv|exit|setProperty|setProperties|clearProperty|setOut|setErr|setIn|setSecurityManager):.*",
              // native code, and ways around all of this
              "java/lang/System\\.(load|loadLibrary|mapLibraryName):.*",
              "java/lang/foreign/.*",
              "sun/misc/.*",
              "jdk/internal/.*",
              "java/lang/Class\\.forName:.*",
              "java/lang/ClassLoader\\.(loadClass|defineClass|getSystemClassLoader):.*",
              "java/net/URLClassLoader\\..*",
              "java/lang/reflect/(Method\\.invoke|Constructor\\.newInstance|AccessibleObject\\.setAccessible|Method\\.setAccessible|Field\\.setAccessible|Constructor\\.setAccessible):.*",
              "java/lang/invoke/MethodHandles\\.privateLookupIn:.*",
              "java/lang/invoke/MethodHandles\\$Lookup\\.(defineClass|defineHiddenClass|findVirtual|findStatic|findConstructor|unreflect.*):.*",
              "javax/script/.*",
              "java/io/ObjectInputStream\\..*"));

  private static final Pattern CLASSES =
      Pattern.compile(
          "java/io/File|java/lang/foreign/.*|sun/misc/.*|java/net/http/.*|com/sun/jna/.*");

  private Reach() {}

  /** What the classes below a folder use and must not, each with the class that does. */
  static List<String> of(Path classes) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
        for (String use : uses(Files.readAllBytes(file))) {
          found.add("%s uses %s".formatted(classes.relativize(file), use));
        }
      }
    }
    return found;
  }

  /** The same for one class. */
  static Set<String> uses(byte[] bytes) {
    Set<String> uses = new TreeSet<>();
    for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
      switch (entry) {
        case MemberRefEntry member -> {
          String text =
              "%s.%s:%s"
                  .formatted(
                      member.owner().asInternalName(),
                      member.name().stringValue(),
                      member.type().stringValue());
          if (MEMBERS.matcher(text).matches()) {
            uses.add(text);
          }
        }
        case ClassEntry type when CLASSES.matcher(type.asInternalName()).matches() ->
            uses.add(type.asInternalName());
        default -> {} // texts, numbers
      }
    }
    return uses;
  }
}
