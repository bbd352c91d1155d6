package io.penstock.admin.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShellCommandTest {
    private final ThreadIOImpl threads = new ThreadIOImpl();

    @BeforeEach
    void start() {
        threads.start();
    }

    @AfterEach
    void stop() {
        threads.stop();
    }

    private String talk(String lines) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ShellCommand(new CommandProcessorImpl(threads))
                .talk(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void answersLineByLineAndKeepsTheSession() throws Exception {
        assertThat(talk("greeting = grüß\n\n$greeting\n")).contains("penstock> ", "grüß");
    }

    @Test
    void tellsWhatFailedAndGoesOn() throws Exception {
        assertThat(talk("nosuchcommand\nx = alive\n$x\n")).contains("nosuchcommand", "alive");
    }

    @Test
    void endsWhenToldToAndWhenTheCallerLeaves() throws Exception {
        assertThat(talk("exit\nx = unseen\n$x\n")).doesNotContain("unseen");
        assertThat(talk("")).endsWith("penstock> ");
    }
}
