package org.llmspell.core.hook;

import org.llmspell.core.component.ComponentId;

/**
 * The component that does the operation.
 *
 * @param type what it is: {@code Agent}, {@code Tool}, {@code Workflow}, {@code System} or a word
 *     of one's own
 * @param name its name
 */
public record HookComponent(String type, String name) {

  /** A tool. */
  public static HookComponent tool(String name) {
    return new HookComponent("Tool", name);
  }

  /** An agent. */
  public static HookComponent agent(String name) {
    return new HookComponent("Agent", name);
  }

  /** A workflow. */
  public static HookComponent workflow(String name) {
    return new HookComponent("Workflow", name);
  }

  /** A part of the platform. */
  public static HookComponent system(String name) {
    return new HookComponent("System", name);
  }

  /** Its id, made from its name. */
  public ComponentId id() {
    return ComponentId.fromName(name);
  }
}
