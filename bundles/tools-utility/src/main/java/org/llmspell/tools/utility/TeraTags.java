package org.llmspell.tools.utility;

import io.pebbletemplates.pebble.error.ParserException;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.lexer.TokenStream;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parsers of the tags whose form differs between Tera and Pebble. */
final class TeraTags {
  private TeraTags() {}

  /** {@code for item in list}, {@code for key, value in table}, with {@code else}. */
  record For(Limits limits) implements TokenParser {
    @Override
    public String getTag() {
      return "for";
    }

    @Override
    public RenderableNode parse(Token token, Parser parser) {
      TokenStream stream = parser.getStream();
      stream.next();
      String name = parser.getExpressionParser().parseNewVariableName();
      String second = null;
      if (stream.current().test(Token.Type.PUNCTUATION, ",")) {
        stream.next();
        second = parser.getExpressionParser().parseNewVariableName();
      }
      stream.expect(Token.Type.OPERATOR, "in");
      Expression<?> items = parser.getExpressionParser().parseExpression();
      stream.expect(Token.Type.EXECUTE_END);
      BodyNode body = body(parser, "for", "else", "endfor");
      BodyNode otherwise = null;
      if (stream.current().test(Token.Type.NAME, "else")) {
        stream.next();
        stream.expect(Token.Type.EXECUTE_END);
        otherwise = body(parser, "for", "endfor");
      }
      stream.next();
      stream.expect(Token.Type.EXECUTE_END);
      String key = second == null ? null : name;
      String value = second == null ? name : second;
      return new TeraNodes.Loop(token.getLineNumber(), key, value, items, body, otherwise, limits);
    }
  }

  /** {@code if}, {@code elif}, {@code else}. */
  record If(Limits limits) implements TokenParser {
    @Override
    public String getTag() {
      return "if";
    }

    @Override
    public RenderableNode parse(Token token, Parser parser) {
      TokenStream stream = parser.getStream();
      List<TeraNodes.Branch> branches = new ArrayList<>();
      BodyNode otherwise = null;
      boolean more = true;
      while (more) {
        stream.next(); // the word if or elif
        Expression<?> condition = parser.getExpressionParser().parseExpression();
        stream.expect(Token.Type.EXECUTE_END);
        branches.add(
            new TeraNodes.Branch(condition, body(parser, "if", "elif", "elseif", "else", "endif")));
        more = stream.current().test(Token.Type.NAME, "elif", "elseif");
      }
      if (stream.current().test(Token.Type.NAME, "else")) {
        stream.next();
        stream.expect(Token.Type.EXECUTE_END);
        otherwise = body(parser, "if", "endif");
      }
      stream.next();
      stream.expect(Token.Type.EXECUTE_END);
      return new TeraNodes.Choose(token.getLineNumber(), branches, otherwise, limits);
    }
  }

  /** {@code set name = value}. */
  record Set(String tag, Limits limits) implements TokenParser {
    @Override
    public String getTag() {
      return tag;
    }

    @Override
    public RenderableNode parse(Token token, Parser parser) {
      TokenStream stream = parser.getStream();
      stream.next();
      String name = parser.getExpressionParser().parseNewVariableName();
      stream.expect(Token.Type.PUNCTUATION, "=");
      Expression<?> value = parser.getExpressionParser().parseExpression();
      stream.expect(Token.Type.EXECUTE_END);
      return new TeraNodes.Assign(token.getLineNumber(), name, value, limits);
    }
  }

  /** All up to one of the words, which stays to be read. */
  private static BodyNode body(Parser parser, String tag, String... ends) {
    BodyNode body = parser.subparse(token -> token.test(Token.Type.NAME, ends));
    Token current = parser.getStream().current();
    @Nullable String word = current.getValue();
    if (word == null) {
      throw new ParserException(
          null,
          "the template ends before the end of the tag '%s'".formatted(tag),
          current.getLineNumber(),
          "");
    }
    return body;
  }
}
