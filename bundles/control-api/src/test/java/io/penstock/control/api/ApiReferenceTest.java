package io.penstock.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code -Dpenstock.write=true} writes it anew. */
class ApiReferenceTest {
    private static final Path FILE = Path.of("../../docs/control-api.md");

    @Test
    void theReferenceForPeopleSaysWhatTheDocumentSays() throws IOException {
        if (Boolean.getBoolean("penstock.write")) {
            Files.writeString(FILE, ApiReference.text());
        }
        assertThat(FILE).content().as("run with -Dpenstock.write=true").isEqualTo(ApiReference.text());
    }
}
