package org.llmspell.security.network;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.llmspell.core.security.guard.HttpReply;

/** Reads the reply of a server that may be up to anything: every length is bounded. */
final class Reply implements HttpReply {
  private static final int MAX_LINE = 16 << 10;
  private static final int MAX_HEADERS = 200;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");

  private final Socket socket;
  private final URI url;
  private final int status;
  private final int redirects;
  private final Map<String, List<String>> headers;
  private final InputStream body;
  private final CompletableFuture<Void> timer;

  private Reply(
      Socket socket,
      URI url,
      int status,
      int redirects,
      Map<String, List<String>> headers,
      InputStream body,
      CompletableFuture<Void> timer) {
    this.socket = socket;
    this.url = url;
    this.status = status;
    this.redirects = redirects;
    this.headers = headers;
    this.body = body;
    this.timer = timer;
  }

  static Reply read(
      Socket socket,
      URI url,
      String method,
      int redirects,
      long maxBytes,
      CompletableFuture<Void> timer,
      UnaryOperator<IOException> explain)
      throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    int status;
    Map<String, List<String>> headers;
    int interim = 0;
    do {
      status = status(line(in));
      headers = headers(in);
      if (++interim > 10) {
        throw new IOException("The server sends provisional replies without end");
      }
    } while (status < 200 && status != 101);
    boolean empty = method.equals("HEAD") || status == 204 || status == 304;
    InputStream body = empty ? InputStream.nullInputStream() : body(in, headers);
    return new Reply(
        socket, url, status, redirects, headers, new BoundedBody(body, maxBytes, explain), timer);
  }

  private static int status(String line) throws IOException {
    Matcher matcher = STATUS.matcher(line);
    if (!matcher.matches()) {
      throw new IOException("The server does not speak HTTP/1.1");
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static Map<String, List<String>> headers(InputStream in) throws IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    int count = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon <= 0 || ++count > MAX_HEADERS) {
        throw new IOException("The server sends headers that make no sense, or too many");
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    headers.replaceAll((_, values) -> List.copyOf(values));
    return Map.copyOf(headers);
  }

  /** A line without its end. */
  static String line(InputStream in) throws IOException {
    byte[] bytes = new byte[MAX_LINE];
    int length = 0;
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("The server has closed the connection too early");
      }
      if (b == '\n') {
        int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
      }
      if (length == MAX_LINE) {
        throw new IOException("The server sends a line of more than %d bytes".formatted(MAX_LINE));
      }
      bytes[length++] = (byte) b;
    }
  }

  private static InputStream body(InputStream in, Map<String, List<String>> headers)
      throws IOException {
    List<String> coding = headers.getOrDefault("transfer-encoding", List.of());
    if (!coding.isEmpty()) {
      if (coding.size() > 1 || !coding.getFirst().equalsIgnoreCase("chunked")) {
        throw new IOException("The server uses a transfer encoding that is not known");
      }
      return new ChunkedBody(in);
    }
    List<String> lengths = headers.getOrDefault("content-length", List.of());
    if (lengths.isEmpty()) {
      return in;
    }
    if (lengths.stream().distinct().count() > 1 || !lengths.getFirst().matches("[0-9]{1,18}")) {
      throw new IOException("The server sends a content length that makes no sense");
    }
    return new FixedBody(in, Long.parseLong(lengths.getFirst()));
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public Map<String, List<String>> headers() {
    return headers;
  }

  @Override
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  @Override
  public URI url() {
    return url;
  }

  @Override
  public int redirects() {
    return redirects;
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public byte[] bytes() throws IOException {
    return body.readAllBytes();
  }

  @Override
  public void close() throws IOException {
    timer.complete(null);
    socket.close();
  }
}
