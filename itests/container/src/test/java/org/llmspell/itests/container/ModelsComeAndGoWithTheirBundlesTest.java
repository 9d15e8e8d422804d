package org.llmspell.itests.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.model.LanguageModel;
import org.llmspell.core.model.ModelOptions;
import org.llmspell.core.model.ModelRegistry;
import org.llmspell.core.model.ModelRequest;
import org.llmspell.core.script.ScriptRunner;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.cm.ConfigurationAdmin;

/** Providers are replaced while models of theirs are in use. */
@RunWith(PaxExam.class)
public class ModelsComeAndGoWithTheirBundlesTest {
  private static final String FAMILY = "org.llmspell.providers-openai";
  private static final String ANSWER =
      "{\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"fine\"},\"finish_reason\":\"stop\"}]}";

  @Inject private BundleContext context;
  @Inject private ModelRegistry models;
  @Inject private ConfigurationAdmin settings;
  @Inject private ScriptRunner scripts;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  private static String ask(LanguageModel model) {
    return model.generate(ModelRequest.of("hello"), ExecutionContext.create()).text();
  }

  @Test
  public void aThirdPartyAddsAProvider() throws Exception {
    Path jar = ModelBundle.jar(Platform.emptyFolder("acme").resolve("acme.jar"));
    LanguageModel model = models.model("acme/x", ModelOptions.NONE);
    assertThatThrownBy(() -> ask(model))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("There is no provider 'acme'");

    Bundle acme = context.installBundle(jar.toUri().toString());
    acme.start();
    assertThat(ask(model)).isEqualTo("acme says hello");
    assertThat(Scripts.run(scripts, "return Provider.isAvailable('acme')")).isEqualTo(true);

    acme.stop();
    var answer = CompletableFuture.supplyAsync(() -> ask(model));
    acme.start();
    assertThat(answer.get()).isEqualTo("acme says hello");
    acme.uninstall();
    assertThat(models.provider("acme")).isEmpty();
  }

  @Test
  @SuppressWarnings("JdkObsolete") // ConfigAdmin wants one
  public void aFamilyLeavesNothingBehind() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = ANSWER.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    String url = "http://localhost:%d/v1".formatted(server.getAddress().getPort());
    settings
        .getConfiguration("org.llmspell.providers", "?")
        .update(
            new Hashtable<>(
                Map.of(".local.provider_type", "openai-compatible", ".local.base_url", url)));
    LanguageModel model = models.model("local/m", ModelOptions.NONE);
    Await.until("the settings are there", () -> models.provider("local").isPresent());
    Bundle family =
        Stream.of(context.getBundles())
            .filter(bundle -> FAMILY.equals(bundle.getSymbolicName()))
            .findFirst()
            .orElseThrow();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    for (int i = 0; i < 10; i++) {
      assertThat(ask(model)).isEqualTo("fine");
      loaders.add(new WeakReference<>(family.adapt(BundleWiring.class).getClassLoader()));
      renew(family);
    }

    assertThat(ask(model)).isEqualTo("fine");
    Await.until(
        "no class loader of an old version is left",
        () -> {
          System.gc();
          return loaders.stream().filter(loader -> loader.get() != null).count() <= 1;
        });
    server.stop(0);
  }

  private void renew(Bundle bundle) throws Exception {
    bundle.update();
    var done = new CountDownLatch(1);
    context
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(
            List.of(bundle),
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.countDown();
              }
            });
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
  }
}
