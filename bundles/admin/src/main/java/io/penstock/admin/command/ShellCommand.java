package io.penstock.admin.command;

import io.penstock.admin.socket.RawCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code shell}: a Gogo session over the admin socket, the only way to one. Exists where Gogo does. */
@Component
public final class ShellCommand implements RawCommand {
    private static final String PROMPT = "penstock> ";

    private final CommandProcessor processor;

    /** Makes a session of its own for every caller. */
    @Activate
    public ShellCommand(@Reference CommandProcessor processor) {
        this.processor = processor;
    }

    @Override
    public String name() {
        return "shell";
    }

    @Override
    public void talk(InputStream in, OutputStream out) throws IOException {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (CommandSession session = processor.createSession(in, print, print)) {
            // Which command is meant by a name alone: configuration, components, then everything else.
            session.put("SCOPE", "cm:scr:gogo:felix:*");
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            print.println("Gogo shell inside the running Penstock. \"help\" lists commands, \"exit\" leaves.");
            String line = ask(print, lines);
            while (line != null && !line.strip().equals("exit") && !print.checkError()) {
                execute(session, line, print);
                line = ask(print, lines);
            }
        }
    }

    private static String ask(PrintStream print, BufferedReader lines) throws IOException {
        print.print(PROMPT);
        print.flush();
        return lines.readLine();
    }

    private static void execute(CommandSession session, String line, PrintStream print) {
        if (line.isBlank()) {
            return;
        }
        try {
            Object result = session.execute(line);
            if (result != null) {
                print.println(session.format(result, Converter.INSPECT));
            }
        } catch (Exception e) {
            // Whatever a command throws is the answer to whoever typed it; the shell goes on.
            print.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
