-- An answer that has to follow a JSON Schema. The first one does not, so the model mends it.
Provider.script("clerk", {
  {match = "does not follow the schema", reply = '{"name": "Ada", "age": 36}'},
  {reply = '{"name": "Ada", "age": "thirty-six"}'},
})

local clerk = Agent.create{
  name = "clerk",
  model = "scripted/clerk",
  output_schema = {
    type = "object",
    properties = {name = {type = "string"}, age = {type = "integer"}},
    required = {"name", "age"},
  },
}

local answer = clerk:invoke("Ada is thirty-six years old")
print(answer.data.name .. " is " .. answer.data.age)
print("asked the model " .. answer.metadata.model_calls .. " times")
