package org.llmspell.state.migration;

/** A value can not be changed as it should be. */
final class TransformException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sort;

  /**
   * A failure.
   *
   * @param sort {@code FieldTransformFailed}, {@code TypeConversionFailed}, {@code
   *     RequiredFieldMissing} or {@code ValidationFailed}
   */
  TransformException(String sort, String message) {
    super(message, null, false, false);
    this.sort = sort;
  }

  String sort() {
    return sort;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
