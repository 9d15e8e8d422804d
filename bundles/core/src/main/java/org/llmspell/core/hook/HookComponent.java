package org.llmspell.core.hook;

import org.llmspell.core.component.ComponentId;

/**
 * The component that does the operation.
 *
 * @param id its id
 * @param type what it is: {@code Agent}, {@code Tool}, {@code Workflow}, {@code System} or a word
 *     of one's own
 * @param name its name
 */
public record HookComponent(ComponentId id, String type, String name) {

  /** A tool. */
  public static HookComponent tool(String name) {
    return of("Tool", name);
  }

  /** An agent. */
  public static HookComponent agent(String name) {
    return of("Agent", name);
  }

  /** A workflow. */
  public static HookComponent workflow(String name) {
    return of("Workflow", name);
  }

  /** A part of the platform. */
  public static HookComponent system(String name) {
    return of("System", name);
  }

  /** A component of any type; its id is made from its name. */
  public static HookComponent of(String type, String name) {
    return new HookComponent(ComponentId.fromName(name), type, name);
  }
}
