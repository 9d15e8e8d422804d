package org.llmspell.core.media;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a sound.
 *
 * @param durationMillis length in milliseconds
 * @param sampleRate samples per second
 * @param channels number of channels
 * @param bitrate bits per second, when known
 */
public record AudioMetadata(
    long durationMillis, int sampleRate, int channels, @Nullable Integer bitrate) {}
