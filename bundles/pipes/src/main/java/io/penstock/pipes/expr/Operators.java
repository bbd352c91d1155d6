package io.penstock.pipes.expr;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Fields;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The operators as nodes. */
final class Operators {
    private Operators() {
    }

    /** A comparison: which signs of {@link Values#compare} make it true. */
    enum Order {
        LESS("<"), LESS_EQUAL("<="), GREATER(">"), GREATER_EQUAL(">=");

        private final String sign;

        Order(String sign) {
            this.sign = sign;
        }

        Boolean holds(int compared) {
            return compared != Values.UNORDERED && switch (this) {
                case LESS -> compared < 0;
                case LESS_EQUAL -> compared <= 0;
                case GREATER -> compared > 0;
                case GREATER_EQUAL -> compared >= 0;
            };
        }
    }

    static Node order(Order order, Node left, Node right) {
        return (event, frame) -> {
            Object a = left.eval(event, frame);
            Object b = right.eval(event, frame);
            if (a instanceof Long x && b instanceof Long y) {
                return order.holds(Long.compare(x, y));
            }
            Object failed = failed(a, b);
            Object compared = failed != null ? failed : Values.compare(order.sign, a, b);
            return compared instanceof Integer sign ? order.holds(sign) : compared;
        };
    }

    static Node equality(boolean wanted, Node left, Node right) {
        return (event, frame) -> {
            Object a = left.eval(event, frame);
            Object b = right.eval(event, frame);
            Object failed = failed(a, b);
            return failed != null ? failed : (Object) (Values.equal(a, b) == wanted);
        };
    }

    /** {@code &&} (decisive: false) or {@code ||} (decisive: true). A failed side does not matter when the other decides. */
    static Node logical(Boolean decisive, Node left, Node right) {
        return (event, frame) -> {
            Object a = left.eval(event, frame);
            if (decisive.equals(a)) {
                return a;
            }
            Object b = right.eval(event, frame);
            if (decisive.equals(b)) {
                return b;
            }
            Object failed = failed(a, b);
            return failed != null ? failed
                    : a instanceof Boolean && b instanceof Boolean ? (Object) !decisive
                    : Failure.noOperation(decisive ? "||" : "&&", a, b);
        };
    }

    static Node not(Node operand) {
        return (event, frame) -> {
            Object a = operand.eval(event, frame);
            return a instanceof Boolean truth ? (Object) !truth
                    : a instanceof Failure ? a : new Failure("! needs a bool, not " + Values.typeName(a));
        };
    }

    static Node choice(Node condition, Node then, Node otherwise) {
        return (event, frame) -> {
            Object a = condition.eval(event, frame);
            if (a instanceof Boolean truth) {
                return truth ? then.eval(event, frame) : otherwise.eval(event, frame);
            }
            return a instanceof Failure ? a : new Failure("? needs a bool, not " + Values.typeName(a));
        };
    }

    static Node negate(Node operand) {
        return (event, frame) -> {
            Object a = operand.eval(event, frame);
            return a instanceof Number number ? Numbers.negate(number)
                    : a instanceof Duration span ? span.negated()
                    : a instanceof Failure ? a : new Failure("- needs a number, not " + Values.typeName(a));
        };
    }

    static Node arithmetic(char operator, Node left, Node right) {
        return (event, frame) -> {
            Object a = left.eval(event, frame);
            Object b = right.eval(event, frame);
            if (a instanceof Number x && b instanceof Number y) {
                return Numbers.compute(operator, x, y);
            }
            Object failed = failed(a, b);
            return failed != null ? failed
                    : operator == '+' ? add(a, b, frame)
                    : operator == '-' ? subtract(a, b) : Failure.noOperation(Character.toString(operator), a, b);
        };
    }

    private static Object add(Object a, Object b, Frame frame) {
        if (a instanceof String x && b instanceof String y) {
            return x + y;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return joined(x, y, frame);
        }
        if (a instanceof Bytes x && b instanceof Bytes y) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(x.toArray());
            bytes.writeBytes(y.toArray());
            return Bytes.of(bytes.toByteArray());
        }
        return moved("+", a, b);
    }

    private static Object joined(List<?> a, List<?> b, Frame frame) {
        if (frame != Frame.NONE && !frame.spend(a.size() + b.size())) {
            return Comprehension.TOO_LONG;
        }
        List<Object> both = new ArrayList<>(a.size() + b.size());
        both.addAll(a);
        both.addAll(b);
        return Collections.unmodifiableList(both);
    }

    private static Object subtract(Object a, Object b) {
        return a instanceof Instant x && b instanceof Instant y ? Duration.between(y, x) : moved("-", a, b);
    }

    private static Object moved(String operator, Object a, Object b) {
        try {
            boolean forward = operator.equals("+");
            if (a instanceof Instant x && b instanceof Duration y) {
                return forward ? x.plus(y) : x.minus(y);
            }
            if (a instanceof Duration x && b instanceof Duration y) {
                return forward ? x.plus(y) : x.minus(y);
            }
            return forward && a instanceof Duration x && b instanceof Instant y ? y.plus(x)
                    : Failure.noOperation(operator, a, b);
        } catch (ArithmeticException | DateTimeException e) {
            return new Failure("the time is out of range");
        }
    }

    static Node in(Node element, Node container) {
        return (event, frame) -> {
            Object a = element.eval(event, frame);
            Object b = container.eval(event, frame);
            Object failed = failed(a, b);
            if (failed != null) {
                return failed;
            }
            if (b instanceof List<?> list) {
                return list.stream().anyMatch(item -> Values.equal(a, item));
            }
            return b instanceof Fields map ? (Object) (a instanceof String name && map.has(name))
                    : Failure.noOperation("in", a, b);
        };
    }

    /** The first failure of the two, or a null reference. */
    static Object failed(Object a, Object b) {
        return a instanceof Failure ? a : b instanceof Failure ? b : null;
    }
}
