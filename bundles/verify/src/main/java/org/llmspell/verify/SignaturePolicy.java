package org.llmspell.verify;

import java.util.Locale;
import java.util.Optional;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.plugin.PluginReport.Signature;
import org.llmspell.core.plugin.PluginReport.SignatureState;

/** What is asked of signatures. A signature that does not fit the content is never accepted. */
enum SignaturePolicy {
  /** Only plugins of trusted signers. */
  REQUIRED,
  /** All, with a note. */
  WARN,
  /** All. */
  OFF;

  /** Reads the setting. */
  static SignaturePolicy of(String text) {
    for (SignaturePolicy policy : values()) {
      if (policy.name().toLowerCase(Locale.ROOT).equals(text)) {
        return policy;
      }
    }
    throw SpellException.configuration(
        "Setting runtime.security.plugins.signatures is '%s' but must be required, warn or off"
            .formatted(text),
        null);
  }

  /** Why a signature is refused. */
  Optional<String> refusal(Signature signature) {
    if (signature.state() == SignatureState.TAMPERED) {
      return Optional.of("it was changed after it was signed: " + signature.detail());
    }
    boolean fine = this != REQUIRED || signature.state() == SignatureState.TRUSTED;
    return fine
        ? Optional.empty()
        : Optional.of(
            "%s, but only plugins with a trusted signature are taken (%s)"
                .formatted(words(signature), Limits.setting("signatures")));
  }

  /** What is told about a signature that is accepted. */
  Optional<String> note(Signature signature) {
    return this == WARN && signature.state() != SignatureState.TRUSTED
        ? Optional.of(words(signature))
        : Optional.empty();
  }

  private static String words(Signature signature) {
    String by = signature.signer().isEmpty() ? "" : " by " + signature.signer();
    String detail = signature.detail().isEmpty() ? "" : ": " + signature.detail();
    return switch (signature.state()) {
      case UNSIGNED, UNKNOWN -> "it is not signed";
      case UNTRUSTED -> "it is signed%s, who is not trusted%s".formatted(by, detail);
      case EXPIRED -> "the signature%s has expired%s".formatted(by, detail);
      case PARTIAL -> "it is signed%s only in part%s".formatted(by, detail);
      case TAMPERED -> "it was changed after it was signed" + detail;
      case TRUSTED -> "it is signed" + by;
    };
  }
}
