package org.llmspell.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.llmspell.core.error.SpellException;

/** The certificates that are trusted: the files {@code *.pem, *.crt, *.cer} of a folder. */
@SuppressWarnings("JavaUtilDate") // the JDK's certificates have no other dates
final class TrustedKeys {
  private final Set<X509Certificate> certificates;

  private TrustedKeys(Set<X509Certificate> certificates) {
    this.certificates = certificates;
  }

  /**
   * Reads the folder; it need not be there.
   *
   * @throws SpellException of kind Configuration that names the file that is no certificate
   */
  static TrustedKeys of(Path folder) {
    if (!Files.isDirectory(folder)) {
      return new TrustedKeys(Set.of());
    }
    Set<X509Certificate> found = new HashSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(pem|crt|cer)")) {
          read(file, found);
        }
      }
    } catch (IOException e) {
      throw SpellException.configuration(
          "The trusted keys in '%s' can not be read: %s".formatted(folder, e.getMessage()), e);
    }
    return new TrustedKeys(Set.copyOf(found));
  }

  private static void read(Path file, Set<X509Certificate> to) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        to.add((X509Certificate) each);
      }
    } catch (GeneralSecurityException e) {
      throw SpellException.configuration(
          "The trusted key '%s' is no X.509 certificate; give it in PEM or DER form, or remove it"
              .formatted(file),
          e);
    }
  }

  /** Whether the certificate, or one that it was issued by, is trusted. Its dates do not count. */
  boolean trusts(CertPath path) {
    if (path.getCertificates().stream().anyMatch(certificates::contains)) {
      return chains(path);
    }
    return !certificates.isEmpty() && valid(path);
  }

  /**
   * Each certificate is signed by the key of the next one, so the trusted one vouches for the
   * first.
   */
  private static boolean chains(CertPath path) {
    var all = path.getCertificates();
    try {
      for (int i = 0; i + 1 < all.size(); i++) {
        all.get(i).verify(all.get(i + 1).getPublicKey());
      }
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private boolean valid(CertPath path) {
    try {
      var parameters =
          new PKIXParameters(
              certificates.stream()
                  .map(certificate -> new TrustAnchor(certificate, null))
                  .collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false);
      // Whether it was valid at the time is told apart from whether it is trusted.
      X509Certificate first = (X509Certificate) path.getCertificates().getFirst();
      parameters.setDate(Date.from(middle(first)));
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Instant middle(X509Certificate certificate) {
    long from = certificate.getNotBefore().getTime();
    return Instant.ofEpochMilli(from + (certificate.getNotAfter().getTime() - from) / 2);
  }
}
