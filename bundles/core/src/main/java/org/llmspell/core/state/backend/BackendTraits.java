package org.llmspell.core.state.backend;

/**
 * What a store can do.
 *
 * @param name the name of its factory, for example {@code xodus}
 * @param persistent whether entries outlive the process
 * @param transactional whether a batch is all or nothing
 * @param prefixScan whether scans are ordered by key
 * @param atomicOperations whether single writes are atomic
 * @param checksums whether the store finds flipped bits itself
 * @param readMicros what a read costs, about
 * @param writeMicros what a write costs, about, without sync
 */
public record BackendTraits(
    String name,
    boolean persistent,
    boolean transactional,
    boolean prefixScan,
    boolean atomicOperations,
    boolean checksums,
    double readMicros,
    double writeMicros) {}
