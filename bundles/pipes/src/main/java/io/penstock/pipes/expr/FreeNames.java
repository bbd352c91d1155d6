package io.penstock.pipes.expr;

import java.util.LinkedHashSet;
import java.util.Set;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr;

/** Collects the names an expression reads that no macro of its own binds: the event's fields. One use, one thread. */
final class FreeNames {
    private final Set<String> names = new LinkedHashSet<>();

    static Set<String> of(Expr expr) {
        FreeNames free = new FreeNames();
        free.visit(expr, Set.of());
        return free.names;
    }

    private void visit(Expr expr, Set<String> bound) {
        switch (expr.getExprKindCase()) {
            case IDENT_EXPR -> add(expr.getIdentExpr().getName(), bound);
            case SELECT_EXPR -> visit(expr.getSelectExpr().getOperand(), bound);
            case CALL_EXPR -> call(expr.getCallExpr(), bound);
            case LIST_EXPR -> expr.getListExpr().getElementsList().forEach(item -> visit(item, bound));
            case STRUCT_EXPR -> struct(expr.getStructExpr(), bound);
            case COMPREHENSION_EXPR -> loop(expr.getComprehensionExpr(), bound);
            case CONST_EXPR, EXPRKIND_NOT_SET -> { }
        }
    }

    private void add(String name, Set<String> bound) {
        if (!bound.contains(name)) {
            names.add(name);
        }
    }

    private void call(Expr.Call call, Set<String> bound) {
        if (call.hasTarget()) {
            visit(call.getTarget(), bound);
        }
        call.getArgsList().forEach(argument -> visit(argument, bound));
    }

    private void struct(Expr.CreateStruct struct, Set<String> bound) {
        struct.getEntriesList().forEach(entry -> {
            if (entry.hasMapKey()) {
                visit(entry.getMapKey(), bound);
            }
            visit(entry.getValue(), bound);
        });
    }

    private void loop(Expr.Comprehension loop, Set<String> bound) {
        visit(loop.getIterRange(), bound);
        visit(loop.getAccuInit(), bound);
        Set<String> inner = new LinkedHashSet<>(bound);
        inner.add(loop.getAccuVar());
        inner.add(loop.getIterVar());
        visit(loop.getLoopCondition(), inner);
        visit(loop.getLoopStep(), inner);
        visit(loop.getResult(), inner);
    }
}
