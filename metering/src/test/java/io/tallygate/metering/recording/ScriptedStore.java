package io.tallygate.metering.recording;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// A store that keeps what it is given, and fails when the script says so. It forgets no try: also those it
/// failed.
final class ScriptedStore implements UsageStore {
    enum Answer {
        STORED,
        UNAVAILABLE,
        REFUSED,
        /// Stored, but the acknowledgement is lost.
        LOST_ACKNOWLEDGEMENT,
        /// Nobody is there.
        UNREACHED
    }

    record Try(RowForm form, String token, int rows, byte[] content, Answer answer) {}

    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<Try> tries = new ArrayList<>();
    private final List<Watermark> watermarks = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private Answer otherwise = Answer.STORED;

    synchronized void willAnswer(Answer... answers) {
        script.addAll(Arrays.asList(answers));
    }

    synchronized void willAlwaysAnswer(Answer answer) {
        otherwise = answer;
    }

    @Override
    public synchronized void store(UsageBlock block) throws StoreUnavailable, StoreRefused {
        byte[] content = new byte[block.content().remaining()];
        block.content().duplicate().get(content);
        Answer answer = script.isEmpty() ? otherwise : script.remove();
        tries.add(new Try(block.form(), block.token(), block.rows(), content, answer));
        switch (answer) {
            case STORED -> {}
            case UNAVAILABLE, LOST_ACKNOWLEDGEMENT -> throw new StoreUnavailable("as scripted", new Exception());
            case UNREACHED -> throw new StoreUnavailable("as scripted", new Exception(), false);
            case REFUSED -> throw new StoreRefused("as scripted", new Exception());
        }
    }

    @Override
    public synchronized void report(Watermark watermark) throws StoreUnavailable {
        if (otherwise != Answer.STORED) {
            throw new StoreUnavailable("as scripted", new Exception());
        }
        watermarks.add(watermark);
    }

    @Override
    public synchronized void gone(String instance) throws StoreUnavailable {
        if (otherwise != Answer.STORED) {
            throw new StoreUnavailable("as scripted", new Exception());
        }
        gone.add(instance);
    }

    synchronized List<String> gone() {
        return List.copyOf(gone);
    }

    synchronized List<Try> tries() {
        return List.copyOf(tries);
    }

    synchronized List<Try> stored() {
        return tries.stream().filter(each -> each.answer == Answer.STORED).toList();
    }

    synchronized List<Watermark> watermarks() {
        return List.copyOf(watermarks);
    }

    List<Rows.Row> storedRows() {
        List<Rows.Row> rows = new ArrayList<>();
        stored().forEach(each -> rows.addAll(Rows.of(each.form, java.nio.ByteBuffer.wrap(each.content))));
        return rows;
    }
}
