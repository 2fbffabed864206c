/// Answers are coded on their way (zstd, Brotli, gzip), at order 590: `{"policy": "compression"}`.
///
/// | member | what | without it |
/// | --- | --- | --- |
/// | `codings` | those that are offered, the best first where a client likes several alike | `zstd`, `br`, `gzip` |
/// | `types` | media types; `text/*`, or a suffix such as `+json` | text, JSON, XML, JavaScript, SVG, WebAssembly |
/// | `minBytes` | a shorter answer goes as it is | 1024 |
///
/// What the upstream has coded stays as it is and is coded once; parts of something (206), `no-transform` and the
/// gateway's own answers are left alone, event streams too unless `types` names `text/event-stream` itself. Whenever
/// the answer depends on Accept-Encoding, `Vary` says so; a coded answer has a weak ETag, no Accept-Ranges and no
/// length. Nothing is gathered: what comes as it happens is let out as it comes. Start at [CompressionPolicy].
@NullMarked
package io.tallygate.gateway.policy.compression;

import org.jspecify.annotations.NullMarked;
