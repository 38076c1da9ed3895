-- prints one line that the benchmark reads
done = function(summary, latency, requests)
  io.write(string.format("RATE %.1f P95 %.2f\n", summary.requests / (summary.duration / 1e6), latency:percentile(95) / 1000))
end
