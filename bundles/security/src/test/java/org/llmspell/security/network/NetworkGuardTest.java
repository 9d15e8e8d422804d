package org.llmspell.security.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.security.guard.GuardedNetwork;

class NetworkGuardTest {
  private static final String PUBLIC = "93.184.215.14";
  private final Net net = new Net().name("example.org", PUBLIC).name("evil.org", "10.0.0.1");

  @Test
  void givesTheAddressesThatItHasChecked() throws IOException {
    var target = net.with().check("https://Example.org:8443/a?b=c");

    assertThat(target.host()).isEqualTo("example.org");
    assertThat(target.port()).isEqualTo(8443);
    assertThat(target.addresses()).containsExactly(Net.address(PUBLIC));
    assertThat(net.asked).containsExactly("example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://172.31.255.255/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://x.localhost/",
        "http://metadata.google.internal/",
        "http://evil.org/",
        "http://example.org:22/",
        "http://example.org:6379/"
      })
  void refusesWhatIsNotPublic(String url) {
    assertThatThrownBy(() -> net.with().check(url))
        .isInstanceOfSatisfying(
            SpellException.class, e -> assertThat(e.kind()).isInstanceOf(ErrorKind.Security.class))
        .hasMessageContaining("tools.network.allow_local_hosts");
    assertThat(net.audit.entries).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://0x7f.0.0.1/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://example.org@127.0.0.1/",
        "http://a:b@example.org/",
        "http://example.org\\@127.0.0.1/",
        "http://example.org/%0d%0aHost:x",
        "http://example.org/%2500",
        "file:///etc/passwd",
        "gopher://example.org/",
        "ftp://example.org/",
        "http:///x",
        "//x/",
        "example.org",
        "http://[fe80::1%25eth0]/",
        "http://exa mple.org/",
        "http://example.org:99999/",
        "http://ex\u0430mple.org/",
        "javascript:alert(1)",
        "http://example.org:0/"
      })
  void refusesWhatReadersMightReadDifferently(String url) {
    assertThatThrownBy(() -> net.with().check(url))
        .isInstanceOfSatisfying(
            SpellException.class,
            e -> assertThat(e.kind()).isInstanceOf(ErrorKind.Validation.class))
        .hasMessageStartingWith("URL validation failed: ");
    assertThat(net.asked).isEmpty();
  }

  @Test
  void refusesANameOfWhichOneAddressIsPrivate() {
    net.name("mixed.org", PUBLIC, "127.0.0.1");

    assertThatThrownBy(() -> net.with().check("http://mixed.org/"))
        .hasMessageContaining("Blocked IP address 127.0.0.1 (loopback) of host 'mixed.org'");
  }

  @Test
  void letsLocalHostsThroughByTheirNameOnAnyPort() throws IOException {
    net.name("box", "10.0.0.7");
    GuardedNetwork network =
        net.with("tools.network.allow_local_hosts", List.of("box", "127.0.0.1", "::1"));

    assertThat(network.check("http://box:22/").addresses()).hasSize(1);
    assertThat(network.check("http://127.0.0.1:6379/").port()).isEqualTo(6379);
    assertThat(network.check("http://[::1]/").port()).isEqualTo(80);
    assertThatThrownBy(() -> network.check("http://evil.org/")).hasMessageContaining("Blocked IP");
    assertThatThrownBy(() -> network.check("http://127.0.0.2/")).hasMessageContaining("Blocked");
  }

  @Test
  void comparesDomainsLabelByLabel() {
    net.name("api.example.org", PUBLIC).name("badexample.org", PUBLIC);
    GuardedNetwork network = net.with("tools.network.allowed_domains", List.of("example.org"));

    assertThatCode(() -> network.check("http://api.example.org/")).doesNotThrowAnyException();
    assertThatThrownBy(() -> network.check("http://badexample.org/"))
        .hasMessageContaining("Domain not in allowed list");
  }

  @Test
  void limitsRequestsOfADomainInAMinute() throws IOException {
    GuardedNetwork network = net.with("tools.network.requests_per_minute", 2L);
    network.check("http://example.org/");
    network.check("http://example.org/");

    assertThatThrownBy(() -> network.check("http://example.org/"))
        .isInstanceOfSatisfying(
            SpellException.class,
            e -> assertThat(e.kind()).isInstanceOf(ErrorKind.RateLimit.class));
    net.clock.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(network.check("http://example.org/").port()).isEqualTo(80);
  }

  @Test
  void refusesEverythingWhenTheNetworkIsOff() {
    assertThatThrownBy(() -> net.with("allow_network_access", false).check("http://example.org/"))
        .hasMessageContaining("runtime.security.allow_network_access = true");
  }

  @Test
  void trustsHostsOfTheSettingsOfATool() throws IOException {
    net.name("mail.lan", "192.168.1.2");

    assertThat(net.with().trusting(List.of("Mail.lan")).check("mail.lan", 25).port()).isEqualTo(25);
    assertThatThrownBy(() -> net.with().check("mail.lan", 25)).hasMessageContaining("Blocked port");
    assertThatThrownBy(() -> net.with().sockets().createSocket(InetAddress.getLoopbackAddress(), 9))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Blocked host");
  }
}
