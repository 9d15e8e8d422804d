package org.llmspell.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.llmspell.core.event.SubscribeOptions;
import org.llmspell.core.event.UniversalEvent;
import org.llmspell.security.redact.Redactor;

class ExportTest {
  private final Bus bus = Buses.plain();

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void appendsOneLineForEachEventToAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("events.jsonl");
    var export =
        new Export(bus, List.of(new FileExporter(file)), new Json(false), List.of("user.*"));

    bus.publish("user.login", Map.of("name", "Zoë \"Z\""));
    bus.publish("other", 1);
    bus.publish("user.logout", List.of(1L, 2.5, true));
    export.close();

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .startsWith("{\"id\":\"")
        .contains("\"event_type\":\"user.login\",\"data\":{\"name\":\"Zoë \\\"Z\\\"\"}");
    assertThat(lines.getLast()).contains("\"data\":[1,2.5,true]");
  }

  @Test
  void leavesOutTheEventsOfTheFrameworkUnlessAskedForByName(@TempDir Path folder) throws Exception {
    Path all = folder.resolve("all");
    Path framework = folder.resolve("framework");
    var first = new Export(bus, List.of(new FileExporter(all)), new Json(true), List.of("*"));
    var second =
        new Export(
            bus,
            List.of(new FileExporter(framework)),
            new Json(false),
            List.of("org.osgi.framework.BundleEvent.*"));

    bus.publish("a", 1);
    bus.publish("org.osgi.framework.BundleEvent.STARTED", 2);
    first.close();
    second.close();

    assertThat(Files.readString(all))
        .contains("\"event_type\" : \"a\"")
        .doesNotContain("BundleEvent");
    assertThat(Files.readAllLines(framework)).singleElement().asString().contains("STARTED");
  }

  @Test
  void exportsNoSecretsButDeliversThem(@TempDir Path folder) throws Exception {
    bus.redaction().redactor(new Redactor());
    List<UniversalEvent> seen = new CopyOnWriteArrayList<>();
    var subscription = bus.subscribe(List.of("user.*"), seen::add, SubscribeOptions.DEFAULT);
    Path file = folder.resolve("all");
    var export = new Export(bus, List.of(new FileExporter(file)), new Json(false), List.of("*"));

    bus.publish("user.login", Map.of("password", "hunter2", "note", "token=abcdefghijklmnop"));
    assertThat(subscription.awaitIdle(Duration.ofSeconds(5))).isTrue();
    export.close();

    assertThat(Files.readString(file))
        .contains("[REDACTED]")
        .doesNotContain("hunter2", "abcdefghijklmnop");
    assertThat(seen.getFirst().data())
        .isEqualTo(Map.of("password", "hunter2", "note", "token=abcdefghijklmnop"));
  }

  @Test
  void saysWhichFileCannotBeWritten(@TempDir Path folder) {
    assertThatThrownBy(() -> new FileExporter(folder.resolve("none/x")))
        .hasMessageContaining("events.export.file")
        .hasMessageContaining("none");
  }

  @Test
  void postsToAWebhookAndTriesAgain() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    var calls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean fine = calls.incrementAndGet() > 2;
          if (fine) {
            bodies.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          }
          exchange.sendResponseHeaders(fine ? 204 : 503, -1);
          exchange.close();
        });
    server.start();
    try (var webhook = webhook(server)) {
      webhook.export(new Json(false).write(UniversalEvent.builder("a").data(1).build()));
    } finally {
      server.stop(0);
    }

    assertThat(calls).hasValue(3);
    assertThat(bodies).singleElement().asString().contains("\"event_type\":\"a\"");
  }

  @Test
  void givesUpOnAWebhookThatRefuses() throws Exception {
    var calls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(calls.incrementAndGet() == 1 ? 503 : 400, -1);
          exchange.close();
        });
    server.start();
    try (var webhook = webhook(server)) {
      assertThatThrownBy(() -> webhook.export("{}"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("after 2 attempts")
          .hasMessageContaining("400");
    } finally {
      server.stop(0);
    }
  }

  private static WebhookExporter webhook(HttpServer server) {
    return new WebhookExporter(
        WebhookExporter.address("http://127.0.0.1:" + server.getAddress().getPort() + "/x"),
        Duration.ofMillis(1));
  }

  @Test
  void refusesAWebhookThatIsNoAddress() {
    assertThatThrownBy(() -> WebhookExporter.address("file:///etc"))
        .hasMessageContaining("file:///etc")
        .hasMessageContaining("http or https");
    assertThatThrownBy(() -> WebhookExporter.address("not a url"))
        .hasMessageContaining("not a url");
  }
}
