package org.llmspell.core.media;

/** How an image stores its colours. */
public enum ColorSpace {
  /** Red, green, blue. */
  RGB("RGB"),
  /** Red, green, blue, alpha. */
  RGBA("RGBA"),
  /** Lightness only. */
  GRAYSCALE("Grayscale"),
  /** Cyan, magenta, yellow, black. */
  CMYK("CMYK");

  private final String displayName;

  ColorSpace(String displayName) {
    this.displayName = displayName;
  }

  /** The name in scripts and JSON. */
  public String displayName() {
    return displayName;
  }
}
