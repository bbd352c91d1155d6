package io.penstock.pipes.expr;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Constant;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr;

/**
 * Goes over an expression once before it is checked: which fields of the event it reads, which functions it calls, whether its
 * patterns are patterns, and that it is not too deep to evaluate. One use, one thread.
 */
final class Survey {
    /** Evaluation recurses, on whatever stack its thread has left. */
    private static final int MAX_DEPTH = 400;

    private final Map<Long, Integer> offsets;
    private final Set<String> fields = new LinkedHashSet<>();
    private final Set<String> functions = new HashSet<>();
    private int depth;

    /** @param offsets where each piece begins in the source, by its id */
    private Survey(Map<Long, Integer> offsets) {
        this.offsets = offsets;
    }

    /** @throws SourceProblem when it is too deep, or a constant pattern cannot be compiled */
    static Survey of(Expr expr, Map<Long, Integer> offsets) {
        Survey survey = new Survey(offsets);
        survey.visit(expr, Set.of());
        survey.fields.remove("time");
        survey.fields.remove("event");
        return survey;
    }

    /** The names it reads that no macro of its own binds. */
    Set<String> fields() {
        return fields;
    }

    /** The functions and operators it calls. */
    Set<String> functions() {
        return functions;
    }

    private void visit(Expr expr, Set<String> bound) {
        if (++depth > MAX_DEPTH) {
            throw new SourceProblem("expr.syntax", 1, 1, "more than " + MAX_DEPTH + " operations inside each other");
        }
        switch (expr.getExprKindCase()) {
            case IDENT_EXPR -> read(expr.getIdentExpr().getName(), bound);
            case SELECT_EXPR -> visit(expr.getSelectExpr().getOperand(), bound);
            case CALL_EXPR -> call(expr.getCallExpr(), bound);
            case LIST_EXPR -> visit(expr.getListExpr().getElementsList(), bound);
            case STRUCT_EXPR -> struct(expr.getStructExpr(), bound);
            case COMPREHENSION_EXPR -> loop(expr.getComprehensionExpr(), bound);
            case CONST_EXPR, EXPRKIND_NOT_SET -> { }
        }
        depth--;
    }

    private void visit(List<Expr> exprs, Set<String> bound) {
        for (Expr expr : exprs) {
            visit(expr, bound);
        }
    }

    private void read(String name, Set<String> bound) {
        if (!bound.contains(name)) {
            fields.add(name);
        }
    }

    private void call(Expr.Call call, Set<String> bound) {
        functions.add(call.getFunction());
        if (call.hasTarget()) {
            visit(call.getTarget(), bound);
        }
        visit(call.getArgsList(), bound);
        if (call.getFunction().equals("matches") && call.getArgsCount() > 0) {
            pattern(call.getArgs(call.getArgsCount() - 1));
        }
    }

    private void pattern(Expr expr) {
        if (isText(expr)) {
            try {
                Pattern.compile(expr.getConstExpr().getStringValue());
            } catch (PatternSyntaxException e) {
                throw new SourceProblem("expr.syntax", 1, offsets.getOrDefault(expr.getId(), 0) + 1,
                        "not a regular expression: " + e.getMessage());
            }
        }
    }

    static boolean isText(Expr expr) {
        return expr.getExprKindCase() == Expr.ExprKindCase.CONST_EXPR
                && expr.getConstExpr().getConstantKindCase() == Constant.ConstantKindCase.STRING_VALUE;
    }

    private void struct(Expr.CreateStruct struct, Set<String> bound) {
        for (Expr.CreateStruct.Entry entry : struct.getEntriesList()) {
            if (entry.hasMapKey()) {
                visit(entry.getMapKey(), bound);
            }
            visit(entry.getValue(), bound);
        }
    }

    private void loop(Expr.Comprehension loop, Set<String> bound) {
        visit(loop.getIterRange(), bound);
        visit(loop.getAccuInit(), bound);
        Set<String> inner = new HashSet<>(bound);
        inner.add(loop.getAccuVar());
        inner.add(loop.getIterVar());
        visit(loop.getLoopCondition(), inner);
        visit(loop.getLoopStep(), inner);
        visit(loop.getResult(), inner);
    }
}
