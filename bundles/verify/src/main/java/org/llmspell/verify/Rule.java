package org.llmspell.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.plugin.Permission;

/**
 * What is needed to use members of a class.
 *
 * @param permission needed; null when no plugin may do this
 * @param reason why no plugin may do this; empty otherwise
 * @param members that it is about, or all but them; none stands for all
 * @param inverted whether it is about all but the members
 */
record Rule(
    @Nullable Permission permission, String reason, List<String> members, boolean inverted) {

  /** Whether it is about a member. */
  boolean matches(String name, String descriptor) {
    return members.isEmpty()
        || members.stream().anyMatch(member -> is(member, name, descriptor)) != inverted;
  }

  private static boolean is(String member, String name, String descriptor) {
    if (member.endsWith("*")) {
      return name.startsWith(member.substring(0, member.length() - 1));
    }
    return member.indexOf('(') > 0 ? (name + descriptor).startsWith(member) : member.equals(name);
  }
}
