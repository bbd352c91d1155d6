package io.penstock.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
    private static final String REQUEST = "req-7Hq2LwZr9TbXc4Vn";

    private final Json json = new Json();

    private void assertFits(Problem problem) throws IOException {
        assertThat(TestDocument.problems("Problem", TestDocument.PLAIN.readTree(json.bytes(problem)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void everyCodeMakesAProblemOfTheDocument(ProblemCode code) throws IOException {
        assertFits(Problem.of(code, "", REQUEST));
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void everyKindOfFailureMakesAProblemOfTheDocument(ErrorKind kind) throws IOException {
        Problem problem = Problem.of(new PenstockException(kind, "some.code", "x".repeat(5000)), REQUEST);

        assertFits(problem);
        assertThat(problem.status() / 100).isEqualTo(kind.httpStatus() / 100);
    }

    @Test
    void theTablesOwnCodesStay() {
        Problem problem = Problem.of(new PenstockException(ErrorKind.NOT_FOUND, "agents.unknown", "no agent \"x\""), REQUEST);

        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.type()).isEqualTo("urn:penstock:problem:agents.unknown");
        assertThat(problem.detail()).isEqualTo("no agent \"x\"");
        assertThat(problem.errors()).isEmpty();
    }

    @Test
    void aCodeFromElsewhereIsNotLost() {
        Problem problem = Problem.of(PenstockException.invalid("value.duration", "expected a duration"), REQUEST);

        assertThat(problem.code()).isEqualTo(ProblemCode.REQUEST_FIELD);
        assertThat(problem.errors()).containsExactly(FieldProblem.of("", "value.duration", "expected a duration"));
    }

    @Test
    void aRowSomebodyElseChangedIsAFailedPrecondition() {
        Problem problem = Problem.of(new PenstockException(ErrorKind.CONFLICT, "agents.version", "it is 4 by now"), REQUEST);

        assertThat(problem.code()).isEqualTo(ProblemCode.PRECONDITION_FAILED);
        assertThat(problem.errors()).isEmpty();
    }

    @Test
    void aDefectTellsNothingOfItself() throws IOException {
        Problem problem = Problem.of(new PenstockException(ErrorKind.BUG, "store.sql", "select * from users"), REQUEST);

        assertThat(json.text(problem)).doesNotContain("store.sql", "users").contains(REQUEST);
    }

    @Test
    void particularsAreTheDocuments() throws IOException {
        Problem problem = Problem.of(ProblemCode.AGENTS_CONFLICT, "two processes", REQUEST)
                .withConflict(new ConflictWith("edge-18", "0192f3a1-7c4e-7b21-9f60-3a5d2c1e8b47")).retryAfter(60)
                .withErrors(Collections.nCopies(500, FieldProblem.of("/text", "graph.cycle", "a cycle", 3, 4)));

        assertFits(problem);
        assertThat(problem.errors()).hasSize(Problem.MAX_ERRORS);
    }

    @Test
    void equalProblemsReadEqual() {
        Problem problem = Problem.of(ProblemCode.AGENTS_UNKNOWN, "no agent", REQUEST)
                .withErrors(List.of(FieldProblem.of("/a~1b", "request.field", "wrong")));

        assertThat(json.read(json.bytes(problem), Problem.class)).isEqualTo(problem);
    }
}
