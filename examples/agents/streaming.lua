-- The answer comes piece by piece. A callback that returns false ends it.
Provider.script("poet", {
  {reply = "Roses are red, violets are blue.", chunks = {"Roses are red", ", ", "violets are blue."}},
})

local poet = Agent.create{name = "poet", model = "scripted/poet"}

local result = poet:invoke_stream("A poem, please", function(chunk)
  io.write(chunk.text)
  io.stdout:flush()
end)
print()
print("pieces: " .. result.chunks_received)

local short = poet:invoke_stream("Another one", function(chunk)
  return false
end)
print("ended early: " .. tostring(short.cancelled))
