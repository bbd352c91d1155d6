package io.penstock.pipes.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.options.Option.Result;
import io.penstock.core.value.Expr;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.projectnessie.cel.Env;
import org.projectnessie.cel.EnvOption;
import org.projectnessie.cel.Program;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.common.types.Err;

/**
 * Random expressions give the same here as in the library's own interpreter, wherever that gives anything: it is stricter
 * about numbers of different types. A failure shows the expression.
 */
class LibraryAgreementTest {
    private static final int EXPRESSIONS = 500;
    private static final Map<String, Object> FIELDS = Map.of("i", 7L, "j", -3L, "d", 2.5, "s", "abc", "t", "a.c", "b", true,
            "l", List.of(1L, 2L, 3L), "m", Map.of("x", 1L, "y", "z"));
    private static final String[] NUMBERS = {"i", "j", "0", "1", "7", "m.x", "l[1]", "size(s)", "l.size()", "l[9]", "nowhere"};
    private static final String[] TEXTS = {"s", "t", "'abc'", "''", "m.y", "string(i)", "m.q"};

    private final Event event = Record.of(Instant.EPOCH, Fields.from(FIELDS));
    private final Env env = Env.newEnv(EnvOption.declarations(java.util.stream.Stream.concat(FIELDS.keySet().stream(),
            java.util.stream.Stream.of("nowhere")).map(name -> Decls.newVar(name, Decls.Dyn)).toList()));

    @Test
    void agreesWithTheLibrary() {
        int compared = 0;
        for (int seed = 0; seed < EXPRESSIONS; seed++) {
            String source = truth(new SplittableRandom(seed), 4);
            Optional<Object> theirs = theirs(source);
            if (theirs.isPresent()) {
                compared++;
                assertThat(ours(source)).as("seed %d: %s", seed, source).isEqualTo(theirs.get());
            }
        }
        assertThat(compared).isGreaterThan(EXPRESSIONS / 3);
    }

    private Object ours(String source) {
        try {
            return new CelExpressions().compile(new Expr(source), Result.ANY).eval(event);
        } catch (PenstockException e) {
            return e.getMessage();
        }
    }

    /** Empty where it gives an error, which it may for numbers we allow. */
    private Optional<Object> theirs(String source) {
        Env.AstIssuesTuple compiled = env.compile(source);
        if (compiled.hasIssues()) {
            return Optional.empty();
        }
        Program.EvalResult result = env.program(compiled.getAst()).eval(FIELDS);
        return Err.isError(result.getVal()) ? Optional.empty() : Optional.of(result.getVal().value());
    }

    private static String truth(SplittableRandom random, int depth) {
        IntFunction<String> inner = n -> depth == 0 ? "b" : truth(random, depth - 1);
        return switch (random.nextInt(depth == 0 ? 4 : 12)) {
            case 0 -> number(random, depth) + pick(random, " < ", " <= ", " > ", " >= ", " == ", " != ") + number(random, depth);
            case 1 -> text(random) + pick(random, " == ", " != ", " < ", " + 'x' == ") + text(random);
            case 2 -> text(random) + pick(random, ".contains(", ".startsWith(", ".endsWith(") + text(random) + ")";
            case 3 -> text(random) + ".matches('" + pick(random, "^a", "b", "a.c", "[x-z]", "^$", "(a|b)+c") + "')";
            case 4, 5 -> "(" + inner.apply(0) + " && " + inner.apply(1) + ")";
            case 6, 7 -> "(" + inner.apply(0) + " || " + inner.apply(1) + ")";
            case 8 -> "!" + "(" + inner.apply(0) + ")";
            case 9 -> "(" + inner.apply(0) + " ? " + inner.apply(1) + " : " + inner.apply(2) + ")";
            case 10 -> "l." + pick(random, "all", "exists", "exists_one") + "(e, e " + pick(random, "<", ">", "==") + " "
                    + number(random, 0) + ")";
            default -> number(random, depth) + " in l" + pick(random, "", ".map(e, e * 2)", ".filter(e, e > 1)");
        };
    }

    private static String number(SplittableRandom random, int depth) {
        return depth == 0 || random.nextInt(3) > 0 ? pick(random, NUMBERS)
                : "(" + number(random, depth - 1) + pick(random, " + ", " - ", " * ", " / ", " % ") + number(random, depth - 1) + ")";
    }

    private static String text(SplittableRandom random) {
        return pick(random, TEXTS);
    }

    private static String pick(SplittableRandom random, String... from) {
        return from[random.nextInt(from.length)];
    }
}
