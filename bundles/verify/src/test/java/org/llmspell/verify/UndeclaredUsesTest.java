package org.llmspell.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PermissionUse;
import org.llmspell.core.plugin.PluginReport;

/** Plugins that use what they have not declared, in every way that Java knows. */
@Tag("security")
class UndeclaredUsesTest {
  private static final ClassDesc PATH = ClassDesc.of("java.nio.file.Path");
  private static final DirectMethodHandleDesc DELETE =
      MethodHandleDesc.ofMethod(
          DirectMethodHandleDesc.Kind.STATIC,
          ClassDesc.of("java.nio.file.Files"),
          "delete",
          MethodTypeDesc.of(ConstantDescs.CD_void, PATH));

  @TempDir Path folder;

  private List<String> refusals(Map<String, byte[]> classes) {
    return Jars.verify(folder, Jars.jar(Jars.manifest(), classes)).refusals();
  }

  private static String method(String code) {
    return """
    package evil;
    import java.io.*;
    import java.net.*;
    import java.nio.file.*;
    import java.util.*;
    import java.util.function.*;
    public class Evil {
      Object run(String text) throws Throwable { %s }
    }
    """
        .formatted(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "files | return Files.readString(Path.of(text)); | calls java.nio.file.Files.readString",
        "files | return new FileInputStream(text); | creates a java.io.FileInputStream",
        "files | return new File(text).delete(); | calls java.io.File.delete",
        "files | return new PrintWriter(text); | creates a java.io.PrintWriter",
        "files | return new Scanner(new File(text)); | creates a java.util.Scanner",
        "files | return new java.util.zip.ZipFile(text); | creates a java.util.zip.ZipFile",
        "files | Predicate<Path> p = Files::exists; return p; | calls java.nio.file.Files.exists",
        "files | Function<File, Object> f = File::listFiles; return f; | refers to java.io.File.listFiles",
        "files | return FileSystems.getDefault().provider(); | calls java.nio.file.FileSystem.provider",
        "files | return java.security.KeyStore.getInstance(new File(text), new char[0]); | calls java.security.KeyStore.getInstance",
        "network | return new URL(text).openStream(); | calls java.net.URL.openStream",
        "network | return new Socket(text, 80); | creates a java.net.Socket",
        "network | return InetAddress.getByName(text); | calls java.net.InetAddress.getByName",
        "network | return new InetSocketAddress(text, 80); | creates a java.net.InetSocketAddress",
        "network | return java.net.http.HttpClient.newHttpClient(); | calls java.net.http.HttpClient.newHttpClient",
        "network | return javax.xml.parsers.DocumentBuilderFactory.newInstance(); | calls javax.xml.parsers.DocumentBuilderFactory.newInstance",
        "network | return new javax.naming.InitialContext(); | creates a javax.naming.InitialContext",
        "process | return Runtime.getRuntime().exec(new String[] {text}); | calls java.lang.Runtime.exec",
        "process | return new ProcessBuilder(text).start(); | creates a java.lang.ProcessBuilder",
        "process | return ProcessHandle.allProcesses(); | calls java.lang.ProcessHandle.allProcesses",
        "process | return java.util.spi.ToolProvider.findFirst(text); | calls java.util.spi.ToolProvider.findFirst",
        "environment | return System.getenv(text); | calls java.lang.System.getenv",
        "environment | return System.setProperty(text, text); | calls java.lang.System.setProperty",
        "environment | return Integer.getInteger(text); | calls java.lang.Integer.getInteger",
        "reflection | return Class.forName(text); | calls java.lang.Class.forName",
        "reflection | return getClass().getMethod(text).invoke(this); | calls java.lang.Class.getMethod",
        "reflection | return ServiceLoader.load(Runnable.class); | calls java.util.ServiceLoader.load",
        "reflection | return getClass().getClassLoader().loadClass(text); | calls java.lang.ClassLoader.loadClass",
        "reflection | return java.lang.invoke.MethodHandles.lookup(); | calls java.lang.invoke.MethodHandles.lookup",
        "reflection | return new ObjectInputStream(null); | creates a java.io.ObjectInputStream",
        "reflection | return java.lang.constant.ConstantDescs.CD_int.resolveConstantDesc(null); | calls java.lang.constant.ClassDesc.resolveConstantDesc",
        "reflection | return new javax.script.ScriptEngineManager(); | creates a javax.script.ScriptEngineManager",
        "native | System.load(text); return 1; | calls java.lang.System.load",
        "native | return java.lang.foreign.Linker.nativeLinker(); | calls java.lang.foreign.Linker.nativeLinker",
        "threads | new Thread(() -> {}).start(); return 1; | creates a java.lang.Thread",
        "threads | return Thread.ofVirtual(); | calls java.lang.Thread.ofVirtual",
        "threads | return java.util.concurrent.Executors.newCachedThreadPool(); | calls java.util.concurrent.Executors.newCachedThreadPool",
        "threads | return List.of(1).parallelStream(); | calls java.util.List.parallelStream",
        "threads | return new Timer(); | creates a java.util.Timer",
      })
  void areRefusedWithClassMethodAndPermission(String permission, String code, String what) {
    Map<String, byte[]> classes = Jars.compile(method(code));

    assertThat(refusals(classes))
        .anySatisfy(refusal ->
            assertThat(refusal)
                .startsWith("evil.Evil.run() " + what + ", which needs the permission '")
                .contains(
                    "'%s'; declare it with @NeedsPermission(%s)"
                        .formatted(permission, Permission.of(permission))));
    String declared = Jars.declaring(Permission.values());
    assertThat(Jars.verify(folder, Jars.jar(declared, classes)).refusals()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "System.exit(1); return 1; | calls java.lang.System.exit",
        "Runtime.getRuntime().halt(1); return 1; | calls java.lang.Runtime.halt",
        "return new URLClassLoader(new URL[0]); | creates a java.net.URLClassLoader",
        "return java.lang.invoke.MethodHandles.lookup().defineClass(null); | calls java.lang.invoke.MethodHandles$Lookup.defineClass",
        "return sun.misc.Unsafe.class.getDeclaredField(text).get(((sun.misc.Unsafe) null).allocateInstance(null)); | calls sun.misc.Unsafe.allocateInstance",
        "return ((org.osgi.framework.BundleContext) null).installBundle(text); | calls org.osgi.framework.BundleContext.installBundle",
        "((org.llmspell.core.plugin.PluginManager) null).uninstall(text, null); return 1; | calls org.llmspell.core.plugin.PluginManager.uninstall",
        "return new javax.swing.undo.UndoManager().getClass().getModule().addOpens(text, null) == null ? 1 : com.sun.source.util.JavacTask.instance(null); | calls com.sun.source.util.JavacTask.instance",
      })
  void ofWhatNoPluginMayDoAreRefusedWhateverIsDeclared(String code, String what) {
    byte[] jar = Jars.jar(Jars.declaring(Permission.values()), Jars.compile(method(code)));

    assertThat(Jars.verify(folder, jar).refusals())
        .anySatisfy(refusal ->
            assertThat(refusal)
                .startsWith("evil.Evil.run() " + what + ", which no plugin may do: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return Path.of(text).getParent().resolve(\"x\").toFile().getName();",
        "return URI.create(text).toURL().getHost() + URLEncoder.encode(text, \"UTF-8\");",
        "return switch (text) { case \"a\" -> new int[] {1}; default -> List.of(text).stream().map(String::length).toList(); };",
        "record Point(int x, int y) {} return new Point(1, 2).hashCode() + \" \" + text;",
        "Object o = text; return switch (o) { case String s -> s; case Integer i -> i + 1; default -> null; };",
        "Thread.sleep(1); return Thread.currentThread().getName();",
        "System.out.println(text); return System.nanoTime() + System.currentTimeMillis();",
        "return java.security.MessageDigest.getInstance(\"SHA-256\").digest(text.getBytes());",
        "return new Scanner(text).nextLine() + new PrintWriter(new StringWriter());",
        "return java.util.concurrent.CompletableFuture.completedFuture(text).thenApply(String::trim).join();",
        "return java.time.ZonedDateTime.now() + String.format(\"%s\", text) + Locale.getDefault();",
        "return InetAddress.ofLiteral(\"1.2.3.4\").isLoopbackAddress();",
        "return getClass().getName() + getClass().getResourceAsStream(text);",
        "return EnumSet.of(java.util.concurrent.TimeUnit.DAYS) + \"\" + java.util.logging.Logger.getLogger(text);",
        "synchronized (this) { throw new java.net.ConnectException(text); }",
      })
  void areNotFoundInCodeThatOnlyComputes(String code) {
    assertThat(refusals(Jars.compile(method(code)))).isEmpty();
  }

  @Test
  void areFoundInMethodHandlesOfTheConstantPool() {
    byte[] handle = Jars.evil(code -> code.loadConstant(DELETE).pop().return_());

    assertThat(refusals(Map.of("evil/Evil.class", handle)).getFirst())
        .startsWith("evil.Evil.run() refers to java.nio.file.Files.delete, which needs");
  }

  @Test
  void areFoundInBootstrapMethodsOfInvokedynamic() {
    byte[] dynamic =
        Jars.evil(code ->
            code.invokedynamic(
                    DynamicCallSiteDesc.of(
                        MethodHandleDesc.ofMethod(
                            DirectMethodHandleDesc.Kind.STATIC,
                            ClassDesc.of("java.lang.invoke.ConstantBootstraps"),
                            "invoke",
                            MethodTypeDesc.ofDescriptor(
                                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                                    + "Ljava/lang/Class;Ljava/lang/invoke/MethodHandle;"
                                    + "[Ljava/lang/Object;)Ljava/lang/Object;")),
                        "x",
                        MethodTypeDesc.of(ConstantDescs.CD_void),
                        DELETE))
                .return_());

    assertThat(refusals(Map.of("evil/Evil.class", dynamic)))
        .anySatisfy(text ->
            assertThat(text).contains("run() refers to java.lang.invoke.ConstantBootstraps.invoke"))
        .anySatisfy(
            text -> assertThat(text).contains("run() refers to java.nio.file.Files.delete"));
  }

  @Test
  void areFoundInConstantsWithinConstants() {
    var inner =
        DynamicConstantDesc.ofNamed(
            ConstantDescs.BSM_INVOKE, "in", ConstantDescs.CD_Object, DELETE);
    var outer =
        DynamicConstantDesc.ofNamed(
            ConstantDescs.BSM_INVOKE, "out", ConstantDescs.CD_Object, inner);
    byte[] nested = Jars.evil(code -> code.loadConstant(outer).pop().return_());

    assertThat(refusals(Map.of("evil/Evil.class", nested)))
        .anySatisfy(
            text -> assertThat(text).startsWith("evil.Evil refers to java.nio.file.Files.delete"));
  }

  @Test
  void areFoundInSubclassesAndNativeMethods() {
    Map<String, byte[]> classes =
        Jars.compile(
            """
            package evil;
            public class Evil extends Thread {
              native void deep();
            }
            """);

    assertThat(refusals(classes))
        .contains(
            "evil.Evil.deep() is a native method, which needs the permission 'native'; declare it"
                + " with @NeedsPermission(NATIVE)")
        .anySatisfy(text -> assertThat(text).startsWith("evil.Evil extends java.lang.Thread"));
  }

  @Test
  void areFoundInLibraries() {
    byte[] elf = {0x7F, 'E', 'L', 'F', 2};

    assertThat(refusals(Map.of("data/x", elf)).getFirst())
        .startsWith("entry data/x is a native library, which needs the permission 'native'");
    assertThat(refusals(Map.of("data/x.dll", new byte[1]))).hasSize(1);
    byte[] declared = Jars.jar(Jars.manifest("Bundle-NativeCode: lib/x.so;osname=Linux"), Map.of());
    assertThat(Jars.verify(folder, declared).refusals().getFirst())
        .startsWith("its manifest has Bundle-NativeCode, which needs the permission 'native'");
  }

  @Test
  void areFoundInVersionsForOtherJavas() {
    byte[] harmless = Jars.evil(code -> code.return_());
    byte[] hidden = Jars.evil(code -> code.loadConstant(DELETE).pop().return_());
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("evil/Evil.class", harmless);
    entries.put("META-INF/versions/17/evil/Evil.class", hidden);

    PluginReport report =
        Jars.verify(folder, Jars.jar(Jars.manifest("Multi-Release: true"), entries));

    assertThat(report.refusals().getFirst()).contains("refers to java.nio.file.Files.delete");
    assertThat(report.uses())
        .extracting(PermissionUse::entry)
        .containsExactly("META-INF/versions/17/evil/Evil.class");
  }

  @Test
  void areFoundInJarsInTheJarWhateverTheirNames() {
    byte[] inner =
        Jars.zip(Map.of("evil/Evil.class", Jars.evil(c -> c.loadConstant(DELETE).pop().return_())));

    assertThat(refusals(Map.of("lib/in.jar", inner)).getFirst()).contains("Files.delete");
    for (String path : List.of("data/in.bin", "/data/in.bin")) {
      byte[] jar =
          Jars.jar(Jars.manifest("Bundle-ClassPath: .," + path), Map.of("data/in.bin", inner));
      PluginReport report = Jars.verify(folder, jar);
      assertThat(report.refusals().getFirst()).contains("Files.delete");
      assertThat(report.uses().getFirst().entry()).isEqualTo("data/in.bin!/evil/Evil.class");
    }
    byte[] behind = RawZip.of(Jars.manifest()).prefix(Jars.utf8("GIF89a")).bytes();
    byte[] jar = Jars.jar(Jars.manifest("Bundle-ClassPath: x.gif"), Map.of("x.gif", behind));
    assertThat(Jars.verify(folder, jar).refusals()).containsExactly("in 'x.gif' it is not a jar");
  }

  @Test
  void areNotifiedOfArchivesThatAreOnlyData() {
    PluginReport report =
        Jars.verify(
            folder, Jars.jar(Jars.manifest(), "a.docx", Jars.zip(Map.of("x", new byte[1]))));

    assertThat(report.refusals()).isEmpty();
    assertThat(report.notes()).contains("entry 'a.docx' is an archive that was not looked into");
  }

  @Test
  void areJudgedByFileParametersOnlyWhenTheCalledClassIsOfOthers() {
    String reader = "package lib; public class Reader { public Reader(java.io.File file) {} }";
    String user =
        "package evil; public class Evil { Object run() { return new lib.Reader(new java.io.File(\"x\")); } }";
    Map<String, byte[]> both = Jars.compile(reader, user);
    Map<String, byte[]> alone = Map.of("evil/Evil.class", both.get("evil/Evil.class"));

    assertThat(refusals(both)).isEmpty();
    assertThat(refusals(alone).getFirst()).contains("evil.Evil.run() creates a lib.Reader");
    for (String header : List.of("Import-Package: lib;version=\"[1,2)\"", "Require-Bundle: lib")) {
      assertThat(Jars.verify(folder, Jars.jar(Jars.manifest(header), both)).refusals())
          .as("the class in the jar is not the one that is called: %s", header)
          .hasSize(1);
    }
  }

  @Test
  void areFoundInComponentsOfClassesOfTheJdk() {
    String xml =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="x" init="1" activate="start">
          <reference name="a" interface="java.util.List" parameter="0"/>
          <implementation class="java.lang.ProcessBuilder"/>
        </scr:component>
        """;
    String why =
        "entry 'OSGI-INF/x.xml' has a component of class 'java.lang.ProcessBuilder', which is not in"
            + " the jar";

    assertThat(component("Service-Component: OSGI-INF/x.xml", xml)).containsExactly(why);
    assertThat(component("Service-Component: OSGI-INF/*.xml", xml)).containsExactly(why);
    assertThat(component("Service-Component: /OSGI-INF/x.*", xml)).containsExactly(why);
    assertThat(component("Service-Component: OSGI-INF/x.xml", "<!DOCTYPE x>" + xml.substring(39)))
        .first()
        .asString()
        .contains("has a document type");
    assertThat(component("Service-Component: OSGI-INF/x.xml", "no xml").getFirst())
        .contains("is a component description that can not be read");
    assertThat(component("Service-Component: \"OSGI-INF/x.xml\"", xml).getFirst())
        .contains("in Service-Component; write plain names");
  }

  private List<String> component(String header, String xml) {
    return Jars.verify(folder, Jars.jar(Jars.manifest(header), "OSGI-INF/x.xml", Jars.utf8(xml)))
        .refusals();
  }

  @Test
  void areAllCountedButNotAllListed() {
    byte[] many =
        ClassFile.of()
            .build(
                ClassDesc.of("evil.Evil"),
                type -> {
                  for (int i = 0; i < 1500; i++) {
                    type.withMethodBody(
                        "m" + i,
                        MethodTypeDesc.of(ConstantDescs.CD_void),
                        ClassFile.ACC_STATIC,
                        code -> code.loadConstant(DELETE).pop().return_());
                  }
                  type.withMethodBody(
                      "last",
                      MethodTypeDesc.of(ConstantDescs.CD_void),
                      ClassFile.ACC_STATIC,
                      code ->
                          code.invokestatic(
                                  ClassDesc.of("java.lang.System"),
                                  "getenv",
                                  MethodTypeDesc.ofDescriptor("()Ljava/util/Map;"))
                              .pop()
                              .return_());
                });

    PluginReport report = Jars.verify(folder, Jars.jar(Jars.manifest(), "evil/Evil.class", many));

    assertThat(report.refusals()).hasSize(2).last().asString().contains("'environment'");
    assertThat(report.notes()).contains("500 more uses are not listed");
  }
}
