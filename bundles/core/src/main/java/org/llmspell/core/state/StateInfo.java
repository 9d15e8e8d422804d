package org.llmspell.core.state;

import java.nio.file.Path;
import java.util.Optional;
import org.llmspell.core.state.backend.BackendTraits;

/**
 * What there is to know about the store.
 *
 * @param traits the backend that is open
 * @param folder where it is; empty when nothing is on disk
 * @param entries how many entries it has, about
 * @param ephemeral how many entries are in memory only
 * @param ephemeralLimit how many of these there can be
 * @param encrypted whether values are encrypted
 */
public record StateInfo(
    BackendTraits traits,
    Optional<Path> folder,
    long entries,
    int ephemeral,
    int ephemeralLimit,
    boolean encrypted) {}
