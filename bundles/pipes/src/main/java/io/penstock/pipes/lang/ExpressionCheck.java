package io.penstock.pipes.lang;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.options.Option;
import io.penstock.core.options.OptionModel;
import io.penstock.core.options.Options;
import io.penstock.core.value.Expr;
import io.penstock.pipes.expr.CelExpressions;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Compiles every expression in bound options, however deep, and puts its errors where they are in the text. One thread; where
 * there are many expressions it shares the work out, because on a cold JVM each takes a millisecond or two.
 */
final class ExpressionCheck {
    private static final int MANY = 16;
    private static final int MAX_THREADS = 4;

    private final Findings findings;
    private final CelExpressions expressions;
    private final List<Pending> pending = new ArrayList<>();

    /** An expression found, and where. */
    private record Pending(Expr expr, Option.Result result, Node at) {
    }

    ExpressionCheck(Findings findings, CelExpressions expressions) {
        this.findings = findings;
        this.expressions = expressions;
    }

    /** Looks through an options record. */
    void collect(Class<?> type, Object options, Node node) {
        record(type, options, node, List.of());
    }

    /** Compiles what was collected. */
    void check() {
        List<Optional<CelExpressions.Problem>> problems = pending.size() < MANY ? inThisThread() : sharedOut();
        for (int i = 0; i < problems.size(); i++) {
            Pending one = pending.get(i);
            problems.get(i).ifPresent(problem -> report(problem, one.expr(), one.at()));
        }
    }

    private Optional<CelExpressions.Problem> problem(Pending one) {
        return expressions.check(one.expr().source(), one.result());
    }

    private List<Optional<CelExpressions.Problem>> inThisThread() {
        return pending.stream().map(this::problem).toList();
    }

    private List<Optional<CelExpressions.Problem>> sharedOut() {
        int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService workers = Workers.fixed("lint", threads);
        try {
            List<Callable<Optional<CelExpressions.Problem>>> tasks = new ArrayList<>();
            pending.forEach(one -> tasks.add(() -> problem(one)));
            List<Optional<CelExpressions.Problem>> problems = new ArrayList<>();
            for (Future<Optional<CelExpressions.Problem>> done : workers.invokeAll(tasks)) {
                problems.add(done.get());
            }
            return problems;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return inThisThread();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an expression could not be checked", e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private void record(Class<?> type, Object options, Node node, List<String> path) {
        List<OptionModel> models = Options.of(type).models();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            OptionModel model = models.get(i);
            value(read(components[i], options), model.annotation().result(), node, append(path, model.key()));
        }
    }

    private void value(Object value, Option.Result result, Node node, List<String> path) {
        if (value instanceof Expr expr) {
            pending.add(new Pending(expr, result, Tables.at(node, path)));
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(inner -> value(inner, result, node, path));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                value(list.get(i), result, node, append(path, Integer.toString(i)));
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> value(inner, result, node, append(path, String.valueOf(key))));
        } else if (value != null && value.getClass().isRecord() && hasOptions(value.getClass())) {
            record(value.getClass(), value, node, path);
        }
    }

    private static boolean hasOptions(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return components.length > 0 && components[0].getAnnotation(Option.class) != null;
    }

    private void report(CelExpressions.Problem problem, Expr expr, Node at) {
        findings.error(place(problem, at), problem.code(), problem.message() + ", at column " + problem.column()
                + " of the expression: " + expr.source());
    }

    private static Place place(CelExpressions.Problem problem, Node at) {
        boolean maps = at instanceof Node.Scalar scalar && scalar.quoted() >= 0 && problem.line() == 1;
        return maps ? new Place(at.place().line(),
                at.place().column() + ((Node.Scalar) at).quoted() + problem.column() - 1) : at.place();
    }

    private static List<String> append(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static Object read(RecordComponent component, Object options) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(options);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }
}
