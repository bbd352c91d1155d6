package io.penstock.pipes.expr;

import org.projectnessie.cel.parser.StringCharStream;
import org.projectnessie.cel.parser.gen.CELLexer;
import org.projectnessie.cel.parser.gen.CELParser;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.BaseErrorListener;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.CommonTokenStream;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.ParserRuleContext;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.RecognitionException;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.Recognizer;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.tree.ErrorNode;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.tree.ParseTreeListener;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Goes over a source with the bare grammar before the library's own parser, which would print errors to the process's
 * standard error and recover from them; and bounds what is parsed at all.
 */
final class Syntax {
    /** An expression longer than this is refused. */
    static final int MAX_CHARACTERS = 8192;
    private static final int MAX_DEPTH = 100;

    private Syntax() {
    }

    static void check(String source) {
        if (source.isBlank()) {
            throw new SourceProblem("expr.syntax", 1, 1, "expected an expression, but found nothing");
        }
        if (source.length() > MAX_CHARACTERS) {
            throw new SourceProblem("expr.syntax", 1, 1, "expected at most " + MAX_CHARACTERS
                    + " characters, but found " + source.length());
        }
        Strict strict = new Strict();
        CELLexer lexer = new CELLexer(new StringCharStream(source, "expression"));
        lexer.removeErrorListeners();
        lexer.addErrorListener(strict);
        CELParser parser = new CELParser(new CommonTokenStream(lexer));
        parser.removeErrorListeners();
        parser.addErrorListener(strict);
        parser.addParseListener(new Depth());
        parser.start();
    }

    private static final class Strict extends BaseErrorListener {
        @Override
        public void syntaxError(Recognizer<?, ?> recognizer, Object symbol, int line, int column, String message,
                                RecognitionException e) {
            throw new SourceProblem("expr.syntax", line, column + 1, Wording.syntax(message));
        }
    }

    /** Refuses deep nesting before the stack does. */
    private static final class Depth implements ParseTreeListener {
        private int depth;

        @Override
        public void enterEveryRule(ParserRuleContext context) {
            if (context.getRuleIndex() == CELParser.RULE_expr && ++depth > MAX_DEPTH) {
                throw new SourceProblem("expr.syntax", 1, 1, "nested more than " + MAX_DEPTH + " deep");
            }
        }

        @Override
        public void exitEveryRule(ParserRuleContext context) {
            if (context.getRuleIndex() == CELParser.RULE_expr) {
                depth--;
            }
        }

        @Override
        public void visitTerminal(TerminalNode node) {
            // Only nesting counts.
        }

        @Override
        public void visitErrorNode(ErrorNode node) {
            // The error listener has thrown already.
        }
    }
}
