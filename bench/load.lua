-- With FRESH set each request asks for another address, so that nothing kept answers it.
-- Prints one line that the benchmark reads.
local count = 0
if os.getenv("FRESH") ~= "" then
  request = function()
    count = count + 1
    return wrk.format("GET", wrk.path .. "?n=" .. count .. "-" .. os.time())
  end
end
done = function(summary, latency, requests)
  io.write(string.format("RATE %.1f P95 %.2f\n", summary.requests / (summary.duration / 1e6), latency:percentile(95) / 1000))
end
