package org.llmspell.providers;

import org.llmspell.core.model.ModelProvider;

/** Entries of providers that are there for good. */
final class Entries {
  private Entries() {}

  static Entry of(ModelProvider provider, String name) {
    return new Entry(
        Description.local(name, "for tests", false),
        new Entry.Source() {
          @Override
          public ModelProvider get() {
            return provider;
          }

          @Override
          public void release() {}

          @Override
          public int compareTo(Entry.Source other) {
            return 0;
          }
        });
  }
}
