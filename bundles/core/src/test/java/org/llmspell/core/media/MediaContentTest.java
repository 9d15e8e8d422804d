package org.llmspell.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("unit")
class MediaContentTest {

  @ParameterizedTest
  @EnumSource(value = MediaType.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
  void refusesOneByteOverTheLimitOfItsKind(MediaType type) {
    assertThatCode(() -> MediaContent.checkSize(type, type.maxBytes())).doesNotThrowAnyException();
    assertThatThrownBy(() -> MediaContent.checkSize(type, type.maxBytes() + 1))
        .hasMessage(
            "%s size %d bytes exceeds maximum %d bytes"
                .formatted(type.displayName(), type.maxBytes() + 1, type.maxBytes()));
  }

  @Test
  void limitsAreThoseOfTheSpecification() {
    assertThat(MediaType.IMAGE.maxBytes()).isEqualTo(104_857_600L);
    assertThat(MediaType.AUDIO.maxBytes()).isEqualTo(524_288_000L);
    assertThat(MediaType.VIDEO.maxBytes()).isEqualTo(5_368_709_120L);
    assertThat(MediaType.BINARY.maxBytes()).isEqualTo(1_073_741_824L);
  }

  @Test
  void knowsFormatsByAnyOfTheirExtensions() {
    assertThat(ImageFormat.ofExtension("JPEG")).contains(ImageFormat.JPEG);
    assertThat(ImageFormat.ofExtension("jpg")).contains(ImageFormat.JPEG);
    assertThat(ImageFormat.ofExtension("tif")).contains(ImageFormat.TIFF);
    assertThat(AudioFormat.ofExtension("exe")).isEmpty();
    assertThat(VideoFormat.MKV.extensions()).containsExactly("mkv");
  }

  @Test
  void countsTextInUtf8() {
    assertThat(new MediaContent.Text("ä").size()).isEqualTo(2);
  }
}
