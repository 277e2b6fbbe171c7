package io.everstore.local.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTests {

    private static final ClusterRecord RECORD =
            new ClusterRecord(7, "pg-2", Set.of("pg-3", "pg-1"));

    @TempDir Path directory;
    private Path path;
    private RecordFile file;

    @BeforeEach
    void name() {
        path = directory.resolve("failover.properties");
        file = new RecordFile(path);
    }

    @Test
    void readsWhatItWrote() {
        for (ClusterRecord record : new ClusterRecord[] {RECORD, RECORD.promoted("pg-3")}) {
            file.save(record);
            assertThat(file.load()).contains(record);
        }
    }

    @Test
    void isEmptyBeforeTheFirstSave() {
        assertThat(file.load()).isEmpty();
    }

    @Test
    void refusesATornRecordInsteadOfGuessing() throws Exception {
        file.save(RECORD);
        byte[] whole = Files.readAllBytes(path);
        String text = new String(whole, java.nio.charset.StandardCharsets.UTF_8);
        for (String torn : new String[] {"", text.substring(0, text.indexOf("pg-2")), "term=x"}) {
            Files.writeString(path, torn);
            assertThatThrownBy(file::load)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is damaged");
        }
    }

    @Test
    void keepsTheOldRecordWhenASaveDiesHalfWay() throws Exception {
        file.save(RECORD);
        Files.writeString(directory.resolve("failover.properties.next"), "term=8\nprim");
        assertThat(file.load()).contains(RECORD);
        file.save(RECORD.promoted("pg-1"));
        assertThat(file.load()).contains(RECORD.promoted("pg-1"));
    }

    @Test
    void saysWhenItCannotSave() throws Exception {
        Files.createDirectory(directory.resolve("failover.properties.next"));
        assertThatThrownBy(() -> file.save(RECORD)).isInstanceOf(UncheckedIOException.class);
        assertThat(file.load()).isEmpty();
    }
}
