package org.llmspell.security.network;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.HttpCall;
import org.llmspell.core.security.guard.HttpReply;
import org.llmspell.core.security.guard.NetworkTarget;

/**
 * One call over HTTP/1.1, redirects included. It is our own, because the connection must go to the
 * address that was checked while the name stays in the header and in the certificate's check, and
 * the JDK's client resolves names by itself.
 */
final class HttpExchange {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "upgrade",
          "expect",
          "te",
          "trailer",
          "keep-alive",
          "proxy-connection");
  private static final Set<String> PRIVATE_HEADERS =
      Set.of("authorization", "cookie", "proxy-authorization", "x-api-key");
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final NetworkCheck check;
  private final HttpCall call;
  private final Cancellation cancellation;
  private final Supplier<SSLSocketFactory> certificates;
  private final long end;

  HttpExchange(
      NetworkCheck check,
      HttpCall call,
      Cancellation cancellation,
      Supplier<SSLSocketFactory> certificates) {
    this.check = check;
    this.call = call;
    this.cancellation = cancellation;
    this.certificates = certificates;
    this.end = System.nanoTime() + call.timeout().toNanos();
  }

  /** One request of possibly several. */
  private record Step(
      Urls.Parsed url,
      String method,
      @SuppressWarnings("ArrayRecordComponent") byte[] body,
      Map<String, String> headers,
      int redirects) {}

  HttpReply run() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    call.headers()
        .forEach((name, value) -> headers.put(checkedName(name), checkedValue(name, value)));
    Step step = new Step(Urls.parse(call.url()), checkedMethod(), call.body(), headers, 0);
    while (true) {
      Reply reply = attempt(step);
      String location = reply.header("location").orElse("");
      if (!REDIRECTS.contains(reply.status()) || location.isEmpty() || call.maxRedirects() == 0) {
        return reply;
      }
      reply.close();
      step = next(step, reply.status(), location);
    }
  }

  private String checkedMethod() {
    String method = call.method().toUpperCase(Locale.ROOT);
    if (!method.matches("[A-Z]{1,20}") || method.equals("CONNECT")) {
      throw SpellException.validation(
          "method", "Method '%s' is not possible; use one such as GET or POST".formatted(method));
    }
    return method;
  }

  private static String checkedName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw SpellException.validation(
          "headers", "'%s' is no name of a header".formatted(name.replaceAll("\\p{Cntrl}", "?")));
    }
    if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      throw SpellException.validation(
          "headers", "Header '%s' is set by the client itself".formatted(name));
    }
    return name;
  }

  private static String checkedValue(String name, String value) {
    if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127 || c > 255)) {
      throw SpellException.validation(
          "headers",
          "The value of header '%s' has a line break or another character that headers can not have"
              .formatted(name));
    }
    return value.strip();
  }

  private Step next(Step step, int status, String location) {
    if (step.redirects >= call.maxRedirects()) {
      throw Urls.invalid("More than %d redirects".formatted(call.maxRedirects()));
    }
    URI uri;
    try {
      uri = step.url.uri().resolve(location);
    } catch (IllegalArgumentException e) {
      throw Urls.invalid("The redirect goes to what is no URL");
    }
    Urls.Parsed target = Urls.parse(uri.toString());
    if (step.url.secure() && !target.secure()) {
      throw check.downgrade(target.host());
    }
    boolean sameOrigin =
        target.host().name().equals(step.url.host().name())
            && target.port() == step.url.port()
            && target.secure() == step.url.secure();
    Map<String, String> headers = new LinkedHashMap<>(step.headers);
    if (!sameOrigin) {
      headers.keySet().removeIf(name -> PRIVATE_HEADERS.contains(name.toLowerCase(Locale.ROOT)));
    }
    boolean get =
        status == 303 && !step.method.equals("HEAD") || status < 303 && step.method.equals("POST");
    if (get) {
      headers.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("content-"));
    }
    return new Step(
        target,
        get ? "GET" : step.method,
        get ? new byte[0] : step.body,
        headers,
        step.redirects + 1);
  }

  private Reply attempt(Step step) throws IOException {
    NetworkTarget target = check.target(step.method, step.url.host(), step.url.port());
    Socket plain = null;
    CompletableFuture<Void> timer = null;
    try {
      plain = Connection.open(target, left(), cancellation);
      timer = closeInTime(plain);
      Socket socket = step.url.secure() ? secured(plain, step.url.host(), target) : plain;
      OutputStream out = socket.getOutputStream();
      out.write(request(step));
      out.write(step.body);
      out.flush();
      return Reply.read(
          socket,
          step.url.uri(),
          step.method,
          step.redirects,
          call.maxReplyBytes(),
          timer,
          this::explain);
    } catch (IOException e) {
      release(plain, timer);
      throw explain(e);
    } catch (RuntimeException e) {
      release(plain, timer);
      throw e;
    }
  }

  private static void release(@Nullable Socket socket, @Nullable CompletableFuture<Void> timer) {
    if (timer != null) {
      timer.complete(null);
    }
    if (socket != null) {
      close(socket);
    }
  }

  private Duration left() {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    if (left.isNegative() || left.isZero()) {
      throw tooLate();
    }
    return left;
  }

  private SpellException tooLate() {
    return SpellException.timeout(
        call.timeout(), "The request took longer than %d ms".formatted(call.timeout().toMillis()));
  }

  /** Whatever the socket is busy with: when the time is over it is closed, and that fails. */
  private CompletableFuture<Void> closeInTime(Socket socket) {
    var timer = new CompletableFuture<Void>();
    CompletableFuture<Void> closing =
        timer
            .orTimeout(left().toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete((_, problem) -> {
              if (problem instanceof TimeoutException) {
                close(socket);
              }
            });
    return timer;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      System.getLogger("llmspell.security")
          .log(System.Logger.Level.DEBUG, "A connection did not close", e);
    }
  }

  /** What really has happened when a socket fails. */
  private IOException explain(IOException e) {
    if (System.nanoTime() - end >= 0) {
      SpellException late = tooLate();
      late.addSuppressed(e);
      throw late;
    }
    if (e instanceof InterruptedIOException && cancellation.isCancelled()) {
      throw SpellException.component(
          "The request was cancelled: " + cancellation.reason().orElse(""), e);
    }
    return e;
  }

  private Socket secured(Socket plain, Host host, NetworkTarget target) throws IOException {
    SSLSocket socket =
        (SSLSocket) certificates.get().createSocket(plain, host.name(), target.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (host.address().isEmpty()) {
      parameters.setServerNames(List.of(new SNIHostName(host.name())));
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static byte[] request(Step step) {
    URI uri = step.url.uri();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    @Nullable String query = uri.getRawQuery();
    var out = new StringBuilder();
    out.append(step.method).append(' ');
    appendAscii(out, query == null ? path : path + "?" + query);
    out.append(" HTTP/1.1\r\nHost: ").append(hostHeader(step.url)).append("\r\n");
    step.headers.forEach(
        (name, value) -> out.append(name).append(": ").append(value).append("\r\n"));
    if (step.headers.keySet().stream().noneMatch("accept-encoding"::equalsIgnoreCase)) {
      out.append("Accept-Encoding: identity\r\n");
    }
    if (step.headers.keySet().stream().noneMatch("user-agent"::equalsIgnoreCase)) {
      out.append("User-Agent: llmspell\r\n");
    }
    if (step.body.length > 0 || Set.of("POST", "PUT", "PATCH").contains(step.method)) {
      out.append("Content-Length: ").append(step.body.length).append("\r\n");
    }
    return out.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A URL may have letters beyond ASCII; they are sent as their UTF-8 bytes, encoded. */
  private static void appendAscii(StringBuilder out, String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b < 0) {
        out.append("%%%02X".formatted(b & 0xff));
      } else {
        out.append((char) b);
      }
    }
  }

  private static String hostHeader(Urls.Parsed url) {
    String name = url.host().name();
    String host = name.indexOf(':') >= 0 ? "[" + name + "]" : name;
    boolean usual = url.port() == (url.secure() ? 443 : 80);
    return usual ? host : host + ":" + url.port();
  }
}
