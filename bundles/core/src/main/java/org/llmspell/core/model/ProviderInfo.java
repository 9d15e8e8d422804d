package org.llmspell.core.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a provider without asking it.
 *
 * @param name the name by which it is used
 * @param type the provider behind it; the same, but for a name that the settings define
 * @param description one sentence for people
 * @param enabled whether the settings allow its use
 * @param problem why a request would fail now, such as a missing key, and what to do; null when
 *     nothing is known to be wrong
 * @param capabilities what its models can do at best
 * @param baseUrl where it is reached; null when that is not known
 * @param defaultModel the model that is used when none is named; null for none
 * @param models the models that the settings name
 */
public record ProviderInfo(
    String name,
    String type,
    String description,
    boolean enabled,
    @Nullable String problem,
    ModelCapabilities capabilities,
    @Nullable String baseUrl,
    @Nullable String defaultModel,
    List<String> models) {

  /** Copies the list. */
  public ProviderInfo {
    models = List.copyOf(models);
  }

  /** Whether it can be used, as far as is known without asking it. */
  public boolean isAvailable() {
    return enabled && problem == null;
  }
}
