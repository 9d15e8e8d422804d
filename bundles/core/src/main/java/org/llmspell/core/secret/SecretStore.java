package org.llmspell.core.secret;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps the keys of services. What the environment says comes before what is kept. Names of
 * services are letters, digits, dots, dashes and underscores; upper and lower case are the same.
 * Safe to share between threads and processes.
 */
@ProviderType
public interface SecretStore {

  /**
   * The secret for a service, from the environment of the container or from the store. The caller
   * closes it.
   *
   * @param variable the environment variable that the settings name for it; empty for none
   * @throws SpellException of kind Configuration when the only one has expired; of kind Security or
   *     Storage when what is kept can not be decrypted or read
   */
  Optional<Secret> find(String service, Optional<String> variable);

  /** The secret for a service, without a variable of its own. */
  default Optional<Secret> find(String service) {
    return find(service, Optional.empty());
  }

  /** What is kept and what an environment has, by service. */
  List<SecretInfo> list(Map<String, String> environment);

  /**
   * Keeps a secret for a service that has none yet.
   *
   * @param lifetime after which it is not given out any more; empty for never
   * @throws SpellException of kind Validation when there is one already, or the name, the secret or
   *     the lifetime make no sense
   */
  void add(String service, Secret secret, Optional<Duration> lifetime);

  /**
   * Replaces the secret of a service. A lifetime starts anew.
   *
   * @throws SpellException of kind Validation when there is none
   */
  void rotate(String service, Secret secret);

  /** Forgets the secret of a service; whether there was one. */
  boolean remove(String service);

  /** What was done with secrets, newest first: {@code time, action, service, outcome}. */
  List<Map<String, String>> audit(int most);
}
