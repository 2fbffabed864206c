package io.tallygate.billing.payment.banktransfer;

import java.util.UUID;

/// What became of a file.
/// @param entries   in it
/// @param known     of them, that an earlier file had told of
/// @param booked    as payments
/// @param open      for a person to decide
/// @param outgoing  money that went out: set aside
/// @param pending   not booked by the bank yet
public record ImportResult(
        UUID statement, String format, int entries, int known, int booked, int open, int outgoing, int pending) {}
