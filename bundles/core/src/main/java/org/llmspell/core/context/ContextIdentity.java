package org.llmspell.core.context;

import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a call is made. A child context always has its parent's.
 *
 * @param conversationId the conversation
 * @param userId the user
 * @param sessionId the session
 * @param security what the caller may do; null when nothing restricts it
 */
public record ContextIdentity(
    @Nullable String conversationId,
    @Nullable String userId,
    @Nullable String sessionId,
    @Nullable SecurityContext security) {

  /** No one in particular. */
  public static final ContextIdentity NOBODY = new ContextIdentity(null, null, null, null);

  /** The same caller who may do something else. */
  public ContextIdentity withSecurity(SecurityContext newSecurity) {
    return new ContextIdentity(conversationId, userId, sessionId, newSecurity);
  }
}
