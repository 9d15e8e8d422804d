package org.llmspell.core.security.guard;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP request.
 *
 * @param method the method, for example {@code GET}
 * @param url an http or https URL
 * @param headers further headers
 * @param body the body; empty for none
 * @param timeout how long everything may take, redirects and the reply's body included
 * @param maxRedirects how many redirects are followed; with 0 a redirect is the reply
 * @param maxReplyBytes the largest body of the reply
 */
public record HttpCall(
    String method,
    String url,
    Map<String, String> headers,
    @SuppressWarnings("ArrayRecordComponent") // copied, and never compared
        byte[] body,
    Duration timeout,
    int maxRedirects,
    long maxReplyBytes) {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int REDIRECTS = 5;
  private static final long REPLY_BYTES = 10 << 20;

  /** Copies the headers and the body. */
  public HttpCall {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    body = body.clone();
  }

  /** A GET without further headers: 30 s, 5 redirects, 10 MiB. */
  public static HttpCall get(String url) {
    return new HttpCall("GET", url, Map.of(), new byte[0], TIMEOUT, REDIRECTS, REPLY_BYTES);
  }

  /** Another method with a body. */
  public HttpCall method(String newMethod, byte[] newBody) {
    return new HttpCall(newMethod, url, headers, newBody, timeout, maxRedirects, maxReplyBytes);
  }

  /** One more header; it replaces one of the same name. */
  public HttpCall header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.keySet().removeIf(name::equalsIgnoreCase);
    more.put(name, value);
    return new HttpCall(method, url, more, body, timeout, maxRedirects, maxReplyBytes);
  }

  /** Another time limit. */
  public HttpCall timeout(Duration newTimeout) {
    return new HttpCall(method, url, headers, body, newTimeout, maxRedirects, maxReplyBytes);
  }

  /** Another number of redirects. */
  public HttpCall redirects(int max) {
    return new HttpCall(method, url, headers, body, timeout, max, maxReplyBytes);
  }

  /** Another size limit of the reply's body. */
  public HttpCall replyBytes(long max) {
    return new HttpCall(method, url, headers, body, timeout, maxRedirects, max);
  }

  @Override
  public byte[] body() {
    return body.clone();
  }
}
