package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.plugin.Permission;
import org.llmspell.core.plugin.PluginInfo;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What a plugin declares, what the operator agrees to, and what happens without a verifier. */
@RunWith(PaxExam.class)
public class PluginsAreVerifiedBeforeTheyAreInstalledTest {
  private static final String DECLARATION =
      "llmspell.permission;filter:=\"(llmspell.permission=%s)\";effective:=verify";

  @Inject private BundleContext context;
  @Inject private PluginManager plugins;

  private final Path folder = Platform.emptyFolder("verified");

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @After
  public void uninstallAll() {
    for (PluginInfo plugin : plugins.list()) {
      plugins.uninstall(plugin.name(), step -> {});
    }
  }

  private Path greeter(int version, String... permissions) {
    String declared =
        Stream.of(permissions).map(DECLARATION::formatted).reduce((a, b) -> a + "," + b).orElse("");
    return Plugins.copy(
        Plugins.greeter(1),
        folder.resolve("greeter-" + version + ".jar"),
        Map.of("Bundle-Version", version + ".0.0", "Require-Capability", declared));
  }

  private static UpgradeOptions granting(Permission... permissions) {
    return UpgradeOptions.DEFAULT.granting(Set.of(permissions));
  }

  @Test
  public void declaredPermissionsNeedConsentOnceAndWhenThereAreMore() {
    Path one = greeter(1, "files", "threads");
    Path two = greeter(2, "files", "network");

    assertThat(catchThrowable(() -> plugins.install(one, step -> {})))
        .hasMessageContaining("needs the permission files, which you have not given")
        .hasMessageContaining("llmspell plugin install " + one + " --grant files");
    PluginInfo installed = plugins.install(one, granting(Permission.FILES), step -> {});
    assertThat(installed.granted()).containsExactly(Permission.FILES);

    assertThat(catchThrowable(() -> plugins.upgrade(two, UpgradeOptions.DEFAULT, step -> {})))
        .hasMessageContaining("needs the permission network")
        .hasMessageContaining("plugin upgrade " + two + " --grant network");
    assertThat(plugins.list()).containsExactly(installed);
    PluginInfo upgraded = plugins.upgrade(two, granting(Permission.NETWORK), step -> {});
    assertThat(upgraded.granted()).containsExactlyInAnyOrder(Permission.FILES, Permission.NETWORK);

    assertThat(plugins.rollback(installed.name(), step -> {}).granted())
        .containsExactly(Permission.FILES);
    assertThat(plugins.list().getFirst().granted()).containsExactly(Permission.FILES);
  }

  @Test
  public void undeclaredUseIsRefusedWhateverIsGranted() throws IOException {
    Path sly = sly(greeter(3, "files"));
    Path honest = sly(greeter(4, "files", "environment"));

    assertThat(
            catchThrowable(() -> plugins.install(sly, granting(Permission.values()), step -> {})))
        .hasMessageContaining(
            "is refused: org.example.greeter.Sly.look() calls java.lang.System.getenv, which needs"
                + " the permission 'environment'; declare it with @NeedsPermission(ENVIRONMENT)");
    assertThat(plugins.list()).isEmpty();
    assertThat(
            plugins
                .install(honest, granting(Permission.FILES, Permission.ENVIRONMENT), step -> {})
                .problem())
        .isNull();
  }

  /** The same with one more class, that reads the environment. */
  private Path sly(Path jar) throws IOException {
    byte[] look =
        ClassFile.of()
            .build(
                ClassDesc.of("org.example.greeter.Sly"),
                type ->
                    type.withMethodBody(
                        "look",
                        MethodTypeDesc.of(ConstantDescs.CD_Map),
                        ClassFile.ACC_STATIC,
                        code ->
                            code.invokestatic(
                                    ClassDesc.of("java.lang.System"),
                                    "getenv",
                                    MethodTypeDesc.of(ConstantDescs.CD_Map))
                                .areturn()));
    Path target = folder.resolve("sly-" + jar.getFileName());
    try (var source = new JarFile(jar.toFile());
        var out = new JarOutputStream(Files.newOutputStream(target), source.getManifest())) {
      for (JarEntry entry : source.stream().toList()) {
        if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
          out.putNextEntry(new JarEntry(entry.getName()));
          source.getInputStream(entry).transferTo(out);
        }
      }
      out.putNextEntry(new JarEntry("org/example/greeter/Sly.class"));
      out.write(look);
    }
    return target;
  }

  @Test
  public void nothingIsInstalledWithoutAVerifier() throws Exception {
    Bundle verify =
        List.of(context.getBundles()).stream()
            .filter(bundle -> "org.llmspell.verify".equals(bundle.getSymbolicName()))
            .findFirst()
            .orElseThrow();
    verify.stop();
    try {
      assertThat(catchThrowable(() -> plugins.install(Plugins.greeter(1), step -> {})))
          .hasMessageContaining("No plugin is installed without being verified");
      assertThat(plugins.list()).isEmpty();
    } finally {
      verify.start();
    }
    assertThat(plugins.install(Plugins.greeter(1), step -> {}).problem()).isNull();
  }
}
