package io.penstock.pipes.expr;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Constant;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr;

/** Turns the library's tree into nodes, once it is surveyed and checked. One use, one thread. */
final class Planner {
    private final Deque<Map.Entry<String, Integer>> scope = new ArrayDeque<>();
    private int slots;

    /** How many variables the expression's macros have; known after planning. */
    int slots() {
        return slots;
    }

    Node plan(Expr expr) {
        return switch (expr.getExprKindCase()) {
            case CONST_EXPR -> constant(constantValue(expr.getConstExpr()));
            case IDENT_EXPR -> variable(expr.getIdentExpr().getName());
            case SELECT_EXPR -> select(expr.getSelectExpr());
            case CALL_EXPR -> call(expr.getCallExpr());
            case LIST_EXPR -> list(plan(expr.getListExpr().getElementsList()));
            case STRUCT_EXPR -> map(expr.getStructExpr());
            case COMPREHENSION_EXPR -> comprehension(expr.getComprehensionExpr());
            case EXPRKIND_NOT_SET -> throw new IllegalStateException("the parser left a hole");
        };
    }

    private List<Node> plan(List<Expr> exprs) {
        return exprs.stream().map(this::plan).toList();
    }

    private static Node constant(Object value) {
        return (event, frame) -> value;
    }

    private static Object constantValue(Constant constant) {
        return switch (constant.getConstantKindCase()) {
            case BOOL_VALUE -> constant.getBoolValue();
            case INT64_VALUE -> constant.getInt64Value();
            case UINT64_VALUE -> Unsigned.ofBits(constant.getUint64Value());
            case DOUBLE_VALUE -> constant.getDoubleValue();
            case STRING_VALUE -> constant.getStringValue().intern();
            case BYTES_VALUE -> Bytes.of(constant.getBytesValue().toByteArray());
            case NULL_VALUE -> Null.NULL;
            case DURATION_VALUE, TIMESTAMP_VALUE, CONSTANTKIND_NOT_SET ->
                    throw new IllegalStateException("no such literal: " + constant.getConstantKindCase());
        };
    }

    private Node variable(String name) {
        for (Map.Entry<String, Integer> declared : scope) {
            if (declared.getKey().equals(name)) {
                int slot = declared.getValue();
                return (event, frame) -> frame.get(slot);
            }
        }
        return switch (name) {
            case "time" -> (event, frame) -> event.time();
            case "event" -> (event, frame) -> event.fields();
            default -> Variables.field(name.intern());
        };
    }

    private Node select(Expr.Select select) {
        Node operand = plan(select.getOperand());
        String name = select.getField().intern();
        return select.getTestOnly() ? Variables.has(operand, name) : Variables.select(operand, name);
    }

    private static Node list(List<Node> elements) {
        return (event, frame) -> {
            List<Object> values = new ArrayList<>(elements.size());
            for (Node element : elements) {
                Object value = element.eval(event, frame);
                if (value instanceof Failure) {
                    return value;
                }
                values.add(value);
            }
            return List.copyOf(values);
        };
    }

    private Node map(Expr.CreateStruct struct) {
        List<Node> keys = struct.getEntriesList().stream().map(entry -> plan(entry.getMapKey())).toList();
        List<Node> values = struct.getEntriesList().stream().map(entry -> plan(entry.getValue())).toList();
        return (event, frame) -> {
            Fields.Builder fields = Fields.builder();
            for (int i = 0; i < keys.size(); i++) {
                Object key = keys.get(i).eval(event, frame);
                Object value = values.get(i).eval(event, frame);
                if (key instanceof Failure || value instanceof Failure) {
                    return Operators.failed(key, value);
                }
                if (!(key instanceof String name)) {
                    return new Failure("a map's keys are strings, not " + Values.typeName(key));
                }
                fields.set(name, value);
            }
            return fields.build();
        };
    }

    private Node comprehension(Expr.Comprehension loop) {
        Node range = plan(loop.getIterRange());
        Node init = plan(loop.getAccuInit());
        int itemSlot = slots++;
        int resultSlot = slots++;
        scope.push(Map.entry(loop.getAccuVar(), resultSlot));
        scope.push(Map.entry(loop.getIterVar(), itemSlot));
        Node goOn = plan(loop.getLoopCondition());
        Node step = plan(loop.getLoopStep());
        scope.pop();
        Node result = plan(loop.getResult());
        scope.pop();
        return new Comprehension(itemSlot, resultSlot, range, init, goOn, step, result);
    }

    private Node call(Expr.Call call) {
        List<Expr> arguments = new ArrayList<>();
        if (call.hasTarget()) {
            arguments.add(call.getTarget());
        }
        arguments.addAll(call.getArgsList());
        List<Node> nodes = plan(arguments);
        Node first = nodes.get(0);
        Node second = nodes.size() > 1 ? nodes.get(1) : first;
        return switch (call.getFunction()) {
            case "_&&_" -> Operators.logical(false, first, second);
            case "_||_" -> Operators.logical(true, first, second);
            case "!_" -> Operators.not(first);
            case "_?_:_" -> Operators.choice(first, second, nodes.get(2));
            case "_==_" -> Operators.equality(true, first, second);
            case "_!=_" -> Operators.equality(false, first, second);
            case "_<_" -> Operators.order(Operators.Order.LESS, first, second);
            case "_<=_" -> Operators.order(Operators.Order.LESS_EQUAL, first, second);
            case "_>_" -> Operators.order(Operators.Order.GREATER, first, second);
            case "_>=_" -> Operators.order(Operators.Order.GREATER_EQUAL, first, second);
            case "_+_", "_-_", "_*_", "_/_", "_%_" -> Operators.arithmetic(call.getFunction().charAt(1), first, second);
            case "-_" -> Operators.negate(first);
            case "_[_]" -> Variables.index(first, second);
            case "@in", "_in_" -> Operators.in(first, second);
            case "@not_strictly_false", "__not_strictly_false__" ->
                    (event, frame) -> !Boolean.FALSE.equals(first.eval(event, frame));
            case "matches" -> TextFunctions.matches(first, second, Survey.isText(arguments.get(1)));
            default -> Functions.call(call.getFunction(), nodes);
        };
    }
}
