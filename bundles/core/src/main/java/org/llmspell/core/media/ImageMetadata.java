package org.llmspell.core.media;

import org.jspecify.annotations.Nullable;

/**
 * What is known about an image.
 *
 * @param width in pixels
 * @param height in pixels
 * @param colorSpace how colours are stored
 * @param transparent whether it has transparency
 * @param dpi dots per inch, when the file says so
 */
public record ImageMetadata(
    int width, int height, ColorSpace colorSpace, boolean transparent, @Nullable Integer dpi) {}
