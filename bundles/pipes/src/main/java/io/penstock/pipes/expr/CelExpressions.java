package io.penstock.pipes.expr;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.Expression;
import io.penstock.core.plugin.Expressions;
import io.penstock.core.value.Expr;
import java.util.Optional;
import java.util.Set;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;

/** Compiles CEL. Thread-safe; loads the library at the first expression only. */
public final class CelExpressions implements Expressions {
    /** What is wrong with a source, and where in it, counted from 1. */
    public record Problem(String code, int line, int column, String message) {
    }

    @Override
    public Expression compile(Expr source, Option.Result result) {
        try {
            return compiled(source.source(), result);
        } catch (SourceProblem e) {
            throw new PenstockException(ErrorKind.INVALID, e.code(), place(e) + e.getMessage()
                    + ", in the expression: " + source.source());
        }
    }

    private static String place(SourceProblem e) {
        return (e.line() > 1 ? "line " + e.line() + ", " : "") + "column " + e.column() + ": ";
    }

    /** What {@link #compile} would refuse; empty when it would not. */
    public Optional<Problem> check(String source, Option.Result result) {
        try {
            understood(source, result);
            return Optional.empty();
        } catch (SourceProblem e) {
            return Optional.of(new Problem(e.code(), e.line(), e.column(), e.getMessage()));
        }
    }

    /** Loads the library ahead of the first expression: worth a thread where many expressions are to come. */
    public static void warmUp() {
        new CelExpressions().check("a > 1 && b.startsWith('c') ? d : e + 1", Option.Result.ANY);
    }

    /** The fields of the event a source reads by name; {@code time} and {@code event} are not among them. */
    public Set<String> fields(String source) {
        return Set.copyOf(Grammar.parse(source).fields());
    }

    private static CompiledExpression compiled(String source, Option.Result result) {
        Planner planner = new Planner();
        Node root = planner.plan(understood(source, result).tree());
        return new CompiledExpression(source, root, planner.slots(), result);
    }

    private static Grammar.Parsed understood(String source, Option.Result result) {
        try {
            Grammar.Parsed parsed = Grammar.parse(source);
            checkResult(parsed.type(), result);
            return parsed;
        } catch (StackOverflowError e) {
            throw new SourceProblem("expr.syntax", 1, 1, "nested too deep");
        }
    }

    private static void checkResult(Type type, Option.Result wanted) {
        if (type.getTypeKindCase() == Type.TypeKindCase.DYN || wanted == Option.Result.ANY) {
            return;
        }
        boolean primitive = type.getTypeKindCase() == Type.TypeKindCase.PRIMITIVE;
        boolean fits = primitive && switch (type.getPrimitive()) {
            case BOOL -> wanted == Option.Result.BOOL;
            case STRING -> wanted == Option.Result.STRING;
            case INT64, UINT64, DOUBLE -> wanted == Option.Result.NUMBER;
            case BYTES, PRIMITIVE_TYPE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
        if (!fits) {
            String given = primitive ? type.getPrimitive().name().toLowerCase(java.util.Locale.ROOT).replace("64", "")
                    : type.getTypeKindCase().name().toLowerCase(java.util.Locale.ROOT).replace("_type", "");
            throw new SourceProblem("expr.type", 1, 1, "expected a " + wanted.name().toLowerCase(java.util.Locale.ROOT)
                    + ", but the expression gives a " + given);
        }
    }
}
