package org.llmspell.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.Timestamp;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.llmspell.core.plugin.PluginReport.Signature;
import org.llmspell.core.plugin.PluginReport.SignatureState;

/** Checks the signature of a jar whose layout was verified before. */
final class Signatures {
  static final Signature UNSIGNED = new Signature(SignatureState.UNSIGNED, "", "");
  static final Signature UNKNOWN = new Signature(SignatureState.UNKNOWN, "", "");

  private final TrustedKeys trusted;
  private final Clock clock;

  Signatures(TrustedKeys trusted, Clock clock) {
    this.trusted = trusted;
    this.clock = clock;
  }

  /**
   * Checks a signed jar.
   *
   * @param sections the entries that its manifest knows
   */
  Signature check(Path file, Set<String> sections) throws IOException {
    Set<CodeSigner> common = null;
    String unsigned = null;
    Set<String> there = new HashSet<>();
    try (var jar = new JarFile(file.toFile(), true)) {
      byte[] buffer = new byte[32 * 1024];
      for (JarEntry entry : jar.stream().toList()) {
        there.add(entry.getName());
        drain(jar, entry, buffer);
        if (entry.isDirectory() || isSignatureFile(entry.getName())) {
          continue;
        }
        CodeSigner[] signers = entry.getCodeSigners();
        if (signers == null || signers.length == 0) {
          unsigned = unsigned == null ? entry.getName() : unsigned;
        } else if (common == null) {
          common = new LinkedHashSet<>(Arrays.asList(signers));
        } else {
          common.retainAll(Arrays.asList(signers));
        }
      }
    } catch (SecurityException e) {
      return tampered(String.valueOf(e.getMessage()));
    }
    for (String section : sections) {
      if (!there.contains(section)) {
        return tampered("the signed entry '%s' is missing".formatted(section));
      }
    }
    if (common == null) {
      return new Signature(
          SignatureState.UNTRUSTED, "", "its signature is in no form that Java accepts");
    }
    if (unsigned != null || common.isEmpty()) {
      return new Signature(
          SignatureState.PARTIAL,
          common.isEmpty() ? "" : subject(common.iterator().next()),
          unsigned == null
              ? "nobody signed all of its entries"
              : "entry '%s' is not signed".formatted(EntryNames.printable(unsigned)));
    }
    return best(List.copyOf(common));
  }

  private static void drain(JarFile jar, JarEntry entry, byte[] buffer) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      while (in.read(buffer) >= 0) {
        // reading is what compares it with what was signed
      }
    }
  }

  private static boolean isSignatureFile(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.matches("META-INF/(MANIFEST\\.MF|[^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]+)");
  }

  private static Signature tampered(String detail) {
    return new Signature(SignatureState.TAMPERED, "", EntryNames.printable(detail));
  }

  private Signature best(List<CodeSigner> signers) {
    Signature best = null;
    for (CodeSigner signer : signers) {
      Signature one = judge(signer);
      if (one.state() == SignatureState.TRUSTED) {
        return one;
      }
      best = best == null || one.state() == SignatureState.EXPIRED ? one : best;
    }
    return best == null ? UNKNOWN : best;
  }

  private Signature judge(CodeSigner signer) {
    var certificate = certificate(signer);
    if (!trusted.trusts(signer.getSignerCertPath())) {
      return new Signature(
          SignatureState.UNTRUSTED, subject(signer), "its certificate is not among the trusted");
    }
    Timestamp stamp = signer.getTimestamp();
    Instant when =
        stamp != null && trusted.trusts(stamp.getSignerCertPath())
            ? stamp.getTimestamp().toInstant()
            : clock.instant();
    if (when.isAfter(certificate.getNotAfter().toInstant())) {
      return new Signature(
          SignatureState.EXPIRED,
          subject(signer),
          "its certificate was valid until " + certificate.getNotAfter().toInstant());
    }
    if (when.isBefore(certificate.getNotBefore().toInstant())) {
      return new Signature(
          SignatureState.EXPIRED,
          subject(signer),
          "its certificate is not valid before " + certificate.getNotBefore().toInstant());
    }
    return new Signature(SignatureState.TRUSTED, subject(signer), "");
  }

  private static X509Certificate certificate(CodeSigner signer) {
    return (X509Certificate) signer.getSignerCertPath().getCertificates().getFirst();
  }

  private static String subject(CodeSigner signer) {
    return certificate(signer).getSubjectX500Principal().getName();
  }
}
