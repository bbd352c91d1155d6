package io.penstock.pipes.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.projectnessie.cel.checker.Checker;
import org.projectnessie.cel.common.CELError;
import org.projectnessie.cel.common.ErrorWithLocation;
import org.projectnessie.cel.common.Source;
import org.projectnessie.cel.parser.Macro;
import org.projectnessie.cel.parser.Options;
import org.projectnessie.cel.parser.Parser;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.CheckedExpr;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;

/** Parses and type-checks with the library. Loaded only when there is an expression: it is slow to load. Thread-safe. */
final class Grammar {
    private static final Options OPTIONS = Options.builder().macros(macros()).build();
    private static final KnownNames KNOWN = new KnownNames();

    /** What was understood. */
    record Parsed(Expr tree, Set<String> fields, Type type) {
    }

    private Grammar() {
    }

    /** CEL's macros, but {@code has(x)} also asks for a field of the event itself. */
    private static List<Macro> macros() {
        List<Macro> macros = new ArrayList<>(Macro.AllMacros);
        macros.removeIf(macro -> macro.function().equals("has"));
        macros.add(new Macro("has", false, false, 1, (helper, target, arguments) -> {
            Expr asked = arguments.get(0);
            return switch (asked.getExprKindCase()) {
                case SELECT_EXPR -> helper.presenceTest(asked.getSelectExpr().getOperand(),
                        asked.getSelectExpr().getField());
                case IDENT_EXPR -> helper.presenceTest(helper.ident("event"), asked.getIdentExpr().getName());
                default -> throw new ErrorWithLocation(helper.offsetLocation(asked.getId()),
                        "has() asks for a field: has(status), has(request.path)");
            };
        }));
        return macros;
    }

    /** @throws SourceProblem for anything that is not a well-typed expression */
    static Parsed parse(String text) {
        Syntax.check(text);
        Source source = Source.newTextSource(text);
        Parser.ParseResult parsed = Parser.parse(OPTIONS, source);
        if (parsed.hasErrors()) {
            throw problem(true, parsed.getErrors().getErrors());
        }
        Survey survey = Survey.of(parsed.getExpr(), parsed.getSourceInfo().getPositionsMap());
        Checker.CheckResult checked = KNOWN.check(parsed, source, survey);
        if (checked.hasErrors()) {
            throw problem(false, checked.getErrors().getErrors());
        }
        CheckedExpr expr = checked.getCheckedExpr();
        return new Parsed(parsed.getExpr(), survey.fields(), expr.getTypeMapMap().get(parsed.getExpr().getId()));
    }

    private static SourceProblem problem(boolean syntax, List<CELError> errors) {
        CELError first = errors.get(0);
        String message = syntax ? Wording.syntax(first.getMessage()) : Wording.type(first.getMessage());
        return new SourceProblem(syntax ? "expr.syntax" : "expr.type", Math.max(1, first.getLocation().line()),
                Math.max(0, first.getLocation().column()) + 1, message);
    }
}
