package org.llmspell.core.agent;

import java.util.List;

/**
 * What is known about a template without loading it.
 *
 * @param name its name
 * @param description one sentence
 * @param category what it is for
 * @param complexity {@code basic}, {@code standard} or {@code advanced}
 * @param modelRequired whether its agents need a language model
 * @param keywords words by which it is found
 */
public record AgentTemplateInfo(
    String name,
    String description,
    String category,
    String complexity,
    boolean modelRequired,
    List<String> keywords) {

  /** Copies the list. */
  public AgentTemplateInfo {
    keywords = List.copyOf(keywords);
  }
}
