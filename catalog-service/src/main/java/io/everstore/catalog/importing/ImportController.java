package io.everstore.catalog.importing;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Loading a catalogue: open an import, send its rows in numbered batches, commit. Every step can be
 * repeated when its answer got lost.
 */
@RestController
@RequestMapping("/api/imports")
class ImportController {

    private final Imports imports;
    private final BatchReader reader;

    ImportController(Imports imports, BatchReader reader) {
        this.imports = imports;
        this.reader = reader;
    }

    @PostMapping
    ResponseEntity<ImportJob> open() {
        ImportJob job = imports.open();
        return ResponseEntity.created(URI.create("/api/imports/" + job.id())).body(job);
    }

    @GetMapping("/{id}")
    ImportJob show(@PathVariable UUID id) {
        return imports.find(id);
    }

    /** Reads the batch to its end before it asks for a connection: clients may be slow. */
    @PutMapping(path = "/{id}/batches/{number}", consumes = "application/x-ndjson")
    Staged stage(
            @PathVariable UUID id,
            @PathVariable @Min(1) @Max(1_000_000) int number,
            HttpServletRequest request)
            throws IOException {
        BatchReader.Batch batch = reader.read(request.getInputStream());
        imports.stage(id, number, batch);
        return new Staged(batch.received(), batch.rejected());
    }

    /** Answers 200 with the result, or 202 while it takes longer: then ask again. */
    @PostMapping("/{id}/commit")
    ResponseEntity<ImportJob> commit(@PathVariable UUID id, @Valid @RequestBody Commit commit)
            throws InterruptedException {
        ImportJob job = imports.commit(id, commit.initialStock());
        return job.state() == ImportJob.State.COMMITTED
                ? ResponseEntity.ok(job)
                : ResponseEntity.status(HttpStatus.ACCEPTED)
                        .header(HttpHeaders.RETRY_AFTER, "1")
                        .body(job);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> abort(@PathVariable UUID id) {
        imports.abort(id);
        return ResponseEntity.noContent().build();
    }

    /**
     * What became of a batch.
     *
     * @param received its rows, good and bad
     */
    record Staged(int received, List<RowCheck.Rejected> rejected) {}

    /**
     * How to commit.
     *
     * @param initialStock pieces of a new product whose rows do not say how many there are
     */
    record Commit(@Min(0) @Max(1_000_000_000) int initialStock) {}
}
