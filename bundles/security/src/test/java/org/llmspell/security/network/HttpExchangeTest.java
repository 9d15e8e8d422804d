package org.llmspell.security.network;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.GuardedNetwork;
import org.llmspell.core.security.guard.HttpCall;

/** Against a server on this machine that says what a test wants, byte by byte. */
class HttpExchangeTest {
  private final Net net = new Net().name("a.test", "127.0.0.1").name("b.test", "127.0.0.1");
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Function<String, String> answers = _ -> ok("hello");
  private ServerSocket server;
  private GuardedNetwork network;

  @BeforeEach
  void serve() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    network = net.with("tools.network.allow_local_hosts", List.of("a.test"));
    Thread.ofVirtual().start(this::accept);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          int b = socket.getInputStream().read();
          if (b < 0) {
            break;
          }
          head.append((char) b);
        }
        String request = head.toString();
        requests.add(request);
        String answer = answers.apply(request);
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        if (answer.isEmpty()) {
          socket.getInputStream().read(); // says nothing until the other side hangs up
        }
      } catch (IOException e) {
        requests.add("failed: " + e.getMessage());
      }
    }
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nX-A: b\r\n\r\n%s"
        .formatted(body.length(), body);
  }

  private static String redirect(String to) {
    return "HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n".formatted(to);
  }

  private String url(String host, String path) {
    return "http://%s:%d%s".formatted(host, server.getLocalPort(), path);
  }

  private String get(String path) throws IOException {
    try (var reply = network.send(HttpCall.get(url("a.test", path)))) {
      return reply.status() + " " + new String(reply.bytes(), UTF_8);
    }
  }

  @Test
  void sendsTheNameToTheAddressThatWasChecked() throws IOException {
    assertThat(get("/x?y=1")).isEqualTo("200 hello");
    assertThat(requests.getFirst())
        .startsWith("GET /x?y=1 HTTP/1.1\r\nHost: a.test:" + server.getLocalPort());
    assertThat(net.asked).containsExactly("a.test");
  }

  @Test
  void connectsToWhatItCheckedAlthoughTheNameMeansSomethingElseNextTime() throws IOException {
    List<InetAddress> first = List.of(Net.address("127.0.0.1"));
    Resolver rebinding =
        name -> {
          net.asked.add(name);
          return net.asked.size() == 1 ? first : List.of(Net.address("192.0.2.1"));
        };
    var policies = org.llmspell.security.policy.Policies.container(java.nio.file.Path.of(""));
    var context =
        org.llmspell.security.policy.Policies.run(
            policies,
            java.nio.file.Path.of(""),
            java.util.Map.of(),
            "tools.network.allow_local_hosts",
            List.of("a.test"));
    var guard = new NetworkGuardService(policies, net.audit, rebinding, () -> 0, null);

    try (var reply = guard.in(context).send(HttpCall.get(url("a.test", "/")))) {
      assertThat(reply.status()).isEqualTo(200);
    }
    assertThat(net.asked).hasSize(1);
  }

  @Test
  void followsARedirectAndCountsIt() throws IOException {
    answers = request -> request.startsWith("GET /1") ? redirect("/2") : ok("there");

    try (var reply = network.send(HttpCall.get(url("a.test", "/1")))) {
      assertThat(reply.redirects()).isEqualTo(1);
      assertThat(reply.url().getPath()).isEqualTo("/2");
    }
  }

  @Test
  void checksEveryRedirect() {
    for (String target :
        List.of(
            url("b.test", "/"),
            "http://169.254.169.254/latest",
            "http://127.0.0.1:%d/".formatted(server.getLocalPort()),
            "//localhost/",
            "file:///etc/passwd",
            "http://2130706433/")) {
      requests.clear();
      answers = _ -> redirect(target);

      assertThatThrownBy(() -> get("/")).as(target).hasMessageContaining("URL validation failed");
      assertThat(requests).as(target).hasSize(1);
    }
  }

  @Test
  void endsACircleOfRedirectsAndRefusesADowngrade() {
    answers = _ -> redirect("/again");

    assertThatThrownBy(() -> get("/")).hasMessageContaining("More than 5 redirects");
    assertThat(requests).hasSize(6);
  }

  @Test
  void takesCredentialsAlongToTheSameOriginOnly() throws IOException {
    net.name("c.test", "127.0.0.1");
    network = net.with("tools.network.allow_local_hosts", List.of("a.test", "c.test"));
    answers = request -> request.startsWith("GET /1") ? redirect(url("c.test", "/2")) : ok("x");

    network.send(HttpCall.get(url("a.test", "/1")).header("Authorization", "Bearer abc")).close();

    assertThat(requests.get(0)).contains("Authorization: Bearer abc");
    assertThat(requests.get(1)).doesNotContain("Authorization");
  }

  @Test
  void readsChunksAndBoundsTheBody() throws IOException {
    answers =
        _ ->
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
    assertThat(get("/")).isEqualTo("200 abcde");

    assertThatThrownBy(
            () -> {
              try (var reply = network.send(HttpCall.get(url("a.test", "/")).replyBytes(4))) {
                reply.bytes();
              }
            })
        .isInstanceOfSatisfying(
            SpellException.class,
            e -> assertThat(e.kind()).isInstanceOf(ErrorKind.ResourceLimit.class));
  }

  @Test
  void saysWhenTheServerMakesNoSense() {
    for (String answer :
        List.of(
            "nonsense\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(300) + "\r\n",
            "HTTP/1.1 200 OK\r\nA: " + "b".repeat(20_000) + "\r\n\r\n")) {
      answers = _ -> answer;

      assertThatThrownBy(() -> get("/")).as(answer).isInstanceOf(IOException.class);
    }
  }

  @Test
  void endsWhenTheTimeIsOver() {
    answers = _ -> "";

    assertThatThrownBy(
            () -> network.send(HttpCall.get(url("a.test", "/")).timeout(Duration.ofMillis(150))))
        .isInstanceOfSatisfying(
            SpellException.class, e -> assertThat(e.kind()).isInstanceOf(ErrorKind.Timeout.class));
  }

  @Test
  void letsNobodySmuggleHeaders() {
    HttpCall call = HttpCall.get(url("a.test", "/"));

    assertThatThrownBy(() -> network.send(call.header("X", "a\r\nHost: b")))
        .hasMessageContaining("line break");
    assertThatThrownBy(() -> network.send(call.header("X: y\r\nZ", "a")))
        .hasMessageContaining("no name");
    assertThatThrownBy(() -> network.send(call.header("Host", "b"))).hasMessageContaining("itself");
    assertThatThrownBy(() -> network.send(call.method("GET /x\r\n", new byte[0])))
        .hasMessageContaining("Method");
    assertThat(requests).isEmpty();
  }
}
