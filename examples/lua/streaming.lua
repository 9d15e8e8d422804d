-- A stream gives what a function yields, one value at a time.

local squares = Streaming.create(function()
  for n = 1, 5 do
    Streaming.yield(n * n)
  end
  return "done"
end)

print("first:", squares:next())
print("second:", squares:next())
print("the rest:", JSON.stringify(squares:collect()))
print("finished:", squares:isDone())

return "streamed"
